import type { AddressInfo } from "node:net";
import type { RateLimiterOptions } from "../../src/execution/limits/rate-limiter.js";
import { givenApiKey } from "../api-key/api-key.steps.js";
import { askOverWebSocket, stopSubscribersAfterEach } from "../history/subscriber.js";
import { adminKey, useTestServer } from "../support/server.js";

stopSubscribersAfterEach();

/** A rate that adds almost no tokens while a test runs. */
const perSecond = 0.001;

describe("a refused request", () => {
  const server = useTestServer();

  /** Sends requests to a server whose limit for an address allows two refused requests. */
  async function limited(options: RateLimiterOptions = {}) {
    const { app } = await server.another({ rateLimit: { addresses: { perSecond, burst: 250 }, ...options } });
    const send = async (query: string, credential: string | null = null, headers: Record<string, string> = {}) => {
      const response = await app.inject({
        method: "POST",
        url: "/graphql",
        headers: { ...headers, ...(credential && { authorization: `Bearer ${credential}` }) },
        payload: { query },
      });
      const { errors, extensions } = response.json();
      return { code: errors?.[0].extensions.code ?? "data", remaining: extensions?.cost?.remaining };
    };
    return { app, send };
  }

  it.each([
    ["that cannot be parsed", "GRAPHQL_PARSE_FAILED", (n: number) => `{ customers(first: ${n} }`],
    ["that is not valid", "GRAPHQL_VALIDATION_FAILED", (n: number) => `{ colour${n} }`],
    ["that exceeds a limit", "QUERY_TOO_COMPLEX", (n: number) => `{ __typename ${`a${n} `.repeat(1_001)} }`],
    ["that needs a caller", "UNAUTHENTICATED", (n: number) => `{ a${n}: viewer { type } }`],
  ])("charges the address 100 for a document %s", async (_what, code, query) => {
    const { send } = await limited();
    const codes = [(await send(query(1))).code, (await send(query(2))).code, (await send(query(3))).code];
    expect(codes).toEqual([code, code, "RATE_LIMITED"]);
  });

  it("is refunded if the request is authorized", async () => {
    const { send } = await limited();
    expect(await send("{ __typename }")).toEqual({ code: "data", remaining: 230 });
    expect(await send("{ a: __typename }")).toEqual({ code: "data", remaining: 210 });
  });

  it("does not block callers behind the same address", async () => {
    const { send } = await limited({ staff: { perSecond, burst: 500 } });
    for (let n = 1; n <= 3; n += 1) await send(`{ colour${n} }`);
    expect(await send("{ a: viewer { type } }")).toMatchObject({ code: "RATE_LIMITED" });
    expect(await send("{ b: viewer { type } }", "sk_wrong")).toMatchObject({ code: "RATE_LIMITED" });
    expect(await send("{ c: viewer { type } }", adminKey)).toEqual({ code: "data", remaining: 480 });
  });

  it("charges its caller 100 if a scope is missing", async () => {
    const { send } = await limited({ addresses: undefined, staff: { perSecond, burst: 250 } });
    const { secret } = await givenApiKey(server, ["ORDERS_READ"]);
    const codes = [];
    for (let n = 1; n <= 3; n += 1) codes.push((await send(`{ a${n}: customers { totalCount } }`, secret)).code);
    expect(codes).toEqual(["FORBIDDEN", "FORBIDDEN", "RATE_LIMITED"]);
  });

  it("charges its caller 50 for its Idempotency-Key, refused or repeated", async () => {
    const { send } = await limited({ staff: { perSecond, burst: 500 } });
    const create = 'mutation { customerCreate(input: { email: "no email" }) { userErrors { code } } }';
    const key = { "idempotency-key": "key-1" };
    expect(await send(create, adminKey, key)).toEqual({ code: "data", remaining: 339 });
    for (let n = 1; n <= 6; n += 1) expect((await send(create, adminKey, key)).code).toBe("data");
    expect((await send(create, adminKey, key)).code).toBe("RATE_LIMITED");
  });

  it("has the same charge over WebSocket", async () => {
    const { app, send } = await limited({ staff: { perSecond, burst: 250 } });
    await app.listen({ host: "127.0.0.1", port: 0 });
    const url = `http://127.0.0.1:${(app.server.address() as AddressInfo).port}`;
    // The bucket of the address is empty.
    for (let n = 1; n <= 3; n += 1) await send(`{ colour${n} }`);
    const codes = [];
    for (let n = 1; n <= 3; n += 1) {
      const { errors } = await askOverWebSocket({ url }, `subscription { colour${n} }`);
      codes.push(errors?.[0]?.extensions?.code);
    }
    const refused = "GRAPHQL_VALIDATION_FAILED";
    expect(codes).toEqual([refused, refused, "RATE_LIMITED"]);
  });
});
