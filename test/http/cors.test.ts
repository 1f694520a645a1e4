import { once } from "node:events";
import { type AddressInfo, connect } from "node:net";
import { text } from "node:stream/consumers";
import type { InjectOptions } from "fastify";
import WebSocket from "ws";
import { ConcurrencyLimiter } from "../../src/http/overload/concurrency-limiter.js";
import { adminKey, type OtherServer, useTestServer } from "../support/server.js";

const shop = "https://shop.example.com";
const origin = { origin: shop };
const json = { "content-type": "application/json" };
const query = "{ __typename }";
const operation: InjectOptions = { method: "POST", url: "/graphql", payload: { query } };
const preflight = { "access-control-request-method": "POST", "access-control-request-headers": "authorization,a-b" };
const exposed = [
  "X-Request-Id",
  "Retry-After",
  "Idempotency-Key",
  "Idempotent-Replayed",
  "X-Renewed-Token",
  "WWW-Authenticate",
  "Content-Disposition",
];

describe("a page of an allowed origin", () => {
  const server = useTestServer({ corsOrigins: [shop, "capacitor://localhost"], timeLimitMs: 2_000 });
  const send = ({ headers, ...request }: InjectOptions) =>
    server.app.inject({ ...request, headers: { ...origin, ...headers } });

  it.each<[string, InjectOptions]>([
    ["operations", { url: "/graphql" }],
    ["operations, with a slash at the end", { url: "/graphql/" }],
    ["operations, with a query", { url: "/graphql?query=%7B__typename%7D" }],
    ["the schema", { url: "/graphql/schema.graphql" }],
    ["uploads", { url: "/files" }],
    ["downloads", { url: "/files/file_1" }],
  ])("may send any headers after a preflight, which its browser caches: %s", async (_what, request) => {
    const { statusCode, headers, body } = await send({ ...request, method: "OPTIONS", headers: preflight });
    expect([statusCode, body]).toEqual([204, ""]);
    expect(headers).toMatchObject({
      "access-control-allow-origin": shop,
      "access-control-allow-methods": "GET, HEAD, POST",
      "access-control-allow-headers": "authorization,a-b",
      "access-control-max-age": "86400",
      "content-length": "0",
    });
    expect(headers.vary).toBe("Origin, Access-Control-Request-Headers");
    expect(headers).not.toHaveProperty("access-control-allow-credentials");
  });

  it.each<[string, InjectOptions, number]>([
    ["data", operation, 200],
    [
      "a query by GET",
      { url: "/graphql?query=%7B__typename%7D", headers: { authorization: `Bearer ${adminKey}` } },
      200,
    ],
    ["an invalid document", { ...operation, payload: { query: "{ nothing }" } }, 400],
    ["no caller", { ...operation, payload: { query: "{ customers { totalCount } }" } }, 401],
    ["malformed JSON", { ...operation, headers: json, payload: "{" }, 400],
    ["a body that is too large", { ...operation, payload: { query: " ".repeat(1_100_000) } }, 413],
    ["plain text", { ...operation, headers: { "content-type": "text/plain" }, payload: "{" }, 415],
    ["a compressed body", { ...operation, headers: { "content-encoding": "gzip" } }, 415],
    ["another charset", { ...operation, headers: { "content-type": "application/json; charset=latin1" } }, 415],
    ["a media type that is not available", { ...operation, headers: { accept: "image/png" } }, 406],
    [
      "a mutation by GET",
      { url: "/graphql?query=mutation%7Blogout%7BuserErrors%7Bcode%7D%7D%7D", headers: { authorization: "Bearer a" } },
      405,
    ],
    ["an unknown file", { url: "/files/file_1", headers: { authorization: `Bearer ${adminKey}` } }, 404],
    ["a file without a caller", { url: "/files/file_1" }, 401],
    ["a method that is not available", { ...operation, method: "PUT" }, 404],
  ])("may read the response and its headers: %s", async (_what, request, status) => {
    const { statusCode, headers } = await send(request);
    expect([statusCode, headers["access-control-allow-origin"], headers.vary]).toEqual([status, shop, "Origin"]);
    expect(String(headers["access-control-expose-headers"]).split(", ")).toEqual(expect.arrayContaining(exposed));
    expect(headers["x-request-id"]).toMatch(/^[0-9A-Z]{26}$/);
  });

  it("may read that the server is overloaded, and when to try again", async () => {
    const isFull = jest.spyOn(ConcurrencyLimiter.prototype, "isFull", "get").mockReturnValue(true);
    const overloaded = await server.another({ corsOrigins: [shop], load: { maxRequests: 1, busyLatencyMs: 1 } });
    const { statusCode, headers } = await overloaded.app.inject({ ...operation, headers: origin });
    isFull.mockRestore();
    expect(statusCode).toBe(503);
    expect(headers).toMatchObject({ "access-control-allow-origin": shop, "retry-after": "1" });
    expect(headers["access-control-expose-headers"]).toContain("Retry-After");
  });

  it("may read that its request took too long", async () => {
    const { pool } = server.testDatabase.database;
    const all = await Promise.all(Array.from({ length: pool.options.max }, () => pool.connect()));
    const { statusCode, headers } = await send({
      ...operation,
      headers: { authorization: `Bearer ${adminKey}` },
      payload: { query: "{ customers { totalCount } }" },
    });
    for (const client of all) client.release();
    expect([statusCode, headers["access-control-allow-origin"]]).toEqual([503, shop]);
  });

  it("is the only client that gets these headers; Vary names Origin in every response", async () => {
    const { headers } = await server.app.inject(operation);
    expect(Object.keys(headers).filter((name) => name.startsWith("access-control-"))).toEqual([]);
    expect(headers.vary).toContain("Origin");
  });

  it("may be an app in a web view, which has a scheme of its own", async () => {
    const { headers } = await send({ ...operation, headers: { origin: "capacitor://localhost" } });
    expect(headers["access-control-allow-origin"]).toBe("capacitor://localhost");
  });

  it.each(["/", "/healthz", "/account/reset", "/graphql/playground/demo-accounts/staff", "/filesystem", "/graphqls"])(
    "has no access to other paths than those of the API: %s",
    async (url) => {
      for (const method of ["GET", "POST", "OPTIONS"] as const) {
        const { headers, statusCode } = await send({ method, url, headers: preflight });
        expect(headers).not.toHaveProperty("access-control-allow-origin");
        if (method === "OPTIONS") expect(statusCode).toBe(404);
      }
    },
  );

  it("gets 404 for OPTIONS that is no preflight", async () => {
    expect((await send({ method: "OPTIONS", url: "/graphql" })).statusCode).toBe(404);
    const { statusCode } = await server.app.inject({ method: "OPTIONS", url: "/graphql", headers: preflight });
    expect(statusCode).toBe(404);
  });

  it.each(["http://shop.example.com", `${shop}:8443`, `${shop}.evil.example`, "null", "http://localhost:3000"])(
    "is not one of another origin: %s",
    async (other) => {
      const headers = { ...preflight, origin: other };
      for (const request of [{ ...operation }, { method: "OPTIONS", url: "/graphql" } as const]) {
        const response = await server.app.inject({ ...request, headers });
        expect(response.headers).not.toHaveProperty("access-control-allow-origin");
        expect(response.headers.vary).toContain("Origin");
      }
    },
  );
});

describe("the origins that are allowed", () => {
  const server = useTestServer();

  async function isAllowed({ app }: OtherServer, from: string): Promise<boolean> {
    const { headers } = await app.inject({ ...operation, headers: { origin: from } });
    const allowed = headers["access-control-allow-origin"];
    if (allowed !== undefined) expect([from, "*"]).toContain(allowed);
    return allowed !== undefined;
  }

  it("are by default all of this machine with the embedded database, and none with a database server", async () => {
    const isEmbedded = server.testDatabase.url === undefined;
    for (const local of ["http://localhost:5173", "http://127.0.0.1", "https://localhost", "http://[::1]:3000"]) {
      expect([local, await isAllowed(server, local)]).toEqual([local, isEmbedded]);
    }
    for (const other of [shop, "http://localhost.evil.example", "http://127.0.0.1.evil.example:80", "null"]) {
      expect([other, await isAllowed(server, other)]).toEqual([other, false]);
    }
  });

  it("are all if the setting is *", async () => {
    const open = await server.another({ corsOrigins: ["*"] });
    for (const any of [shop, "http://localhost:5173", "null"]) expect(await isAllowed(open, any)).toBe(true);
    const { headers } = await open.app.inject({ ...operation, headers: origin });
    expect(headers["access-control-allow-origin"]).toBe("*");
    expect(headers).not.toHaveProperty("access-control-allow-credentials");
  });
});

describe("a WebSocket connection", () => {
  const server = useTestServer();
  const sockets: WebSocket[] = [];
  afterEach(() => {
    for (const socket of sockets.splice(0)) socket.terminate();
  });

  /** Connects with these headers, and returns the status of the response. */
  async function connectWith(
    { app }: OtherServer,
    headers: Record<string, string>,
    path = "/graphql",
  ): Promise<number> {
    const { port } = app.server.address() as AddressInfo;
    const socket = new WebSocket(`ws://127.0.0.1:${port}${path}`, "graphql-transport-ws", { headers });
    sockets.push(socket);
    return new Promise((resolve) => {
      socket.on("error", () => {});
      socket.on("upgrade", ({ statusCode }) => resolve(statusCode ?? 0));
      socket.on("unexpected-response", (_request, { statusCode }) => resolve(statusCode ?? 0));
    });
  }

  async function listening(options: Parameters<typeof server.another>[0]): Promise<OtherServer> {
    const other = await server.another(options);
    await other.app.listen({ host: "127.0.0.1", port: 0 });
    return other;
  }

  it("is accepted from an allowed origin, from its own, and from a program that is no browser", async () => {
    const api = await listening({ corsOrigins: [shop] });
    const own = `127.0.0.1:${(api.app.server.address() as AddressInfo).port}`;
    for (const headers of [origin, { origin: `http://${own}` }, { origin: `https://${own}` }, {}]) {
      expect([headers, await connectWith(api, headers)]).toEqual([headers, 101]);
    }
    for (const other of ["https://evil.example", "null", "http://127.0.0.1"]) {
      expect([other, await connectWith(api, { origin: other })]).toEqual([other, 403]);
    }
  });

  it.each([
    ["/graphql/", 101],
    ["/graphql?a=b", 101],
    ["/graphqls", 404],
  ])("is accepted only at the path of the API: %s", async (path, status) => {
    expect(await connectWith(await listening({ corsOrigins: [] }), {}, path)).toBe(status);
  });

  it("is accepted from all origins if the setting is *", async () => {
    const open = await listening({ corsOrigins: ["*"] });
    expect(await connectWith(open, { origin: "https://any.example" })).toBe(101);
  });

  it("is accepted from the own origin behind a proxy that is trusted and sends another Host", async () => {
    const headers = { origin: "https://api.example.com", "x-forwarded-host": "api.example.com" };
    expect(await connectWith(await listening({ corsOrigins: [], trustedProxies: 1 }), headers)).toBe(101);
    expect(await connectWith(await listening({ corsOrigins: [] }), headers)).toBe(403);
  });

  it("is refused with a GraphQL error that names the setting", async () => {
    const { app } = await listening({ corsOrigins: [shop] });
    const socket = connect((app.server.address() as AddressInfo).port, "127.0.0.1");
    await once(socket, "connect");
    socket.write(
      "GET /graphql HTTP/1.1\r\nHost: a\r\nOrigin: https://evil.example\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n",
    );
    const answer = await text(socket);
    expect(answer).toMatch(/^HTTP\/1\.1 403 Forbidden\r\n/);
    expect(JSON.parse(answer.split("\r\n\r\n")[1] ?? "")).toMatchObject({
      errors: [{ message: expect.stringContaining("CORS_ORIGINS"), extensions: { code: "BAD_REQUEST" } }],
    });
  });
});
