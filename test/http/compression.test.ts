import { brotliDecompressSync, gunzipSync } from "node:zlib";
import type { InjectOptions } from "fastify";
import { givenCustomers } from "../customer/customer.steps.js";
import { adminKey, useTestServer } from "../support/server.js";

const list = "{ customers(first: 50) { nodes { id email firstName lastName createdAt } } }";
const authorization = `Bearer ${adminKey}`;
const decompress: Readonly<Record<string, (bytes: Buffer) => Buffer>> = { br: brotliDecompressSync, gzip: gunzipSync };

describe("a response", () => {
  const server = useTestServer();

  async function send(acceptEncoding: string | undefined, query = list, request: InjectOptions = {}) {
    const { statusCode, headers, rawPayload } = await server.app.inject({
      method: "POST",
      url: "/graphql",
      payload: { query },
      ...request,
      headers: {
        authorization,
        ...(acceptEncoding !== undefined && { "accept-encoding": acceptEncoding }),
        ...request.headers,
      },
    });
    const encoding = headers["content-encoding"];
    expect(headers["content-length"]).toBe(String(rawPayload.length));
    const body = (decompress[String(encoding)]?.(rawPayload) ?? rawPayload).toString();
    return { status: statusCode, encoding, vary: headers.vary, size: rawPayload.length, body, headers };
  }

  it.each([
    ["gzip, deflate, br, zstd", "br"],
    ["br", "br"],
    ["gzip", "gzip"],
    ["GZIP", "gzip"],
    ["gzip;q=1.0, br;q=0.5", "gzip"],
    ["*", "br"],
    ["br;q=0, *", "gzip"],
    ["identity;q=0.5, gzip", "gzip"],
    ["identity, gzip;q=0.5", undefined],
    ["gzip;q=0", undefined],
    ["deflate, zstd", undefined],
    ["", undefined],
    [undefined, undefined],
  ])("is compressed as the client accepts: %s leads to %s", async (acceptEncoding, encoding) => {
    await givenCustomers(server, 50);
    const plain = await send(undefined);
    expect(plain.size).toBeGreaterThan(5_000);
    // New and repeated documents.
    for (let use = 1; use <= 4; use += 1) {
      const response = await send(acceptEncoding);
      expect([response.status, response.encoding, response.vary]).toEqual([200, encoding, "Origin, Accept-Encoding"]);
      expect(response.body).toBe(plain.body);
      if (encoding !== undefined) expect(response.size).toBeLessThan(plain.size / 2);
    }
  });

  it("is compressed for GET, and as the newer media type", async () => {
    await givenCustomers(server, 50);
    const url = `/graphql?query=${encodeURIComponent(list)}`;
    expect(await send("gzip", list, { method: "GET", url })).toMatchObject({ status: 200, encoding: "gzip" });
    const headers = { accept: "application/graphql-response+json" };
    expect(await send("gzip", list, { headers })).toMatchObject({ status: 200, encoding: "gzip" });
  });

  it("is not compressed if it is small or an error", async () => {
    expect(await send("gzip", "{ __typename }")).toMatchObject({ status: 200, encoding: undefined, vary: "Origin" });
    const faults = await send("gzip", `{ ${Array.from({ length: 25 }, (_, n) => `nothing${n}`).join(" ")} }`);
    expect(faults).toMatchObject({ status: 400, encoding: undefined });
    expect(faults.size).toBeGreaterThan(1_400);
  });

  it("is not compressed, also not by proxies, if it shows a secret", async () => {
    const data = Array.from({ length: 60 }, (_, n) => `a${n}: scopes`).join(" ");
    const create = (fields: string) =>
      `mutation { apiKeyCreate(input: { title: "a", scopes: [CUSTOMERS_READ, ORDERS_READ] }) { ${fields} apiKey { id ${data} } } }`;
    for (let use = 1; use <= 3; use += 1) {
      const response = await send("gzip, br", create("secret"));
      expect(response.body).toContain('"secret":"sk_');
      expect(response).toMatchObject({ status: 200, encoding: undefined });
      expect(response.size).toBeGreaterThan(1_400);
      expect(response.headers["cache-control"]).toBe("no-store, no-transform");
    }
    const withoutSecret = await send("gzip, br", create(""));
    expect(withoutSecret).toMatchObject({ status: 200, encoding: "br" });
    expect(withoutSecret.headers["cache-control"]).toBe("no-store");
  });

  it("is stored for its Idempotency-Key as it was before compression", async () => {
    const query = `mutation { ${Array.from({ length: 20 }, (_, n) => `m${n}: customerCreate(input: { firstName: "Ada ${n}" }) { customer { id firstName createdAt } }`).join(" ")} }`;
    const headers = { "idempotency-key": "compressed" };
    const first = await send("gzip", query, { headers });
    expect(first).toMatchObject({ status: 200, encoding: "gzip" });
    for (const [acceptEncoding, encoding] of [
      ["br", "br"],
      [undefined, undefined],
    ] as const) {
      const replayed = await send(acceptEncoding, query, { headers });
      expect(replayed).toMatchObject({ encoding, body: first.body });
      expect(replayed.headers["idempotent-replayed"]).toBe("true");
    }
  });
});
