import { once } from "node:events";
import { type AddressInfo, connect } from "node:net";
import { text } from "node:stream/consumers";
import type { InjectOptions } from "fastify";
import { securityHeaders } from "../../src/http/responses/security-headers.js";
import { useAddress } from "../history/subscription.steps.js";
import { useTestServer } from "../support/server.js";

const query = "{ __typename }";

describe("the security headers", () => {
  const server = useTestServer();
  useAddress(server);

  it("prevent caching, framing, embedding and guessing of the content type", () => {
    expect(securityHeaders).toEqual({
      "cache-control": "no-store",
      "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
      "cross-origin-resource-policy": "same-origin",
      "x-content-type-options": "nosniff",
      "x-frame-options": "DENY",
      "referrer-policy": "no-referrer",
    });
  });

  it.each<[string, InjectOptions]>([
    ["data", { method: "POST", url: "/graphql", payload: { query } }],
    ["data of a document that is known", { method: "POST", url: "/graphql", payload: { query } }],
    [
      "data of a query in the address",
      { url: `/graphql?query=${query}`, headers: { "apollo-require-preflight": "1" } },
    ],
    ["an error", { method: "POST", url: "/graphql", payload: { query: "{ customers { totalCount } }" } }],
    [
      "malformed JSON",
      { method: "POST", url: "/graphql", payload: "{", headers: { "content-type": "application/json" } },
    ],
    ["an unknown path", { url: "/nothing" }],
    ["a path that cannot be decoded", { url: "/%E0%A4%A" }],
    ["health", { url: "/healthz" }],
    ["readiness", { url: "/readyz" }],
  ])("are in every response: %s", async (_what, request) => {
    expect((await server.app.inject(request)).headers).toMatchObject(securityHeaders);
  });

  it.each([
    ["a request that is not HTTP", "nonsense\r\n\r\n"],
    ["a WebSocket elsewhere", "GET /healthz HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n"],
  ])("are in every response: %s", async (_what, request) => {
    const socket = connect((server.app.server.address() as AddressInfo).port, "127.0.0.1");
    await once(socket, "connect");
    socket.write(request);
    const answer = await text(socket);
    for (const [name, value] of Object.entries(securityHeaders)) expect(answer).toContain(`${name}: ${value}\r\n`);
  });

  it("are different for the page of the playground", async () => {
    const { headers } = await server.app.inject({ url: "/graphql", headers: { accept: "text/html" } });
    expect(headers).toMatchObject({
      "content-security-policy": expect.stringContaining("frame-ancestors 'none'"),
      "cache-control": "no-cache",
      "x-content-type-options": "nosniff",
      "x-frame-options": "DENY",
    });
    expect(headers["content-security-policy"]).toContain("script-src 'self'");
  });
});
