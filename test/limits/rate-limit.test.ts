import type { RateLimiterOptions } from "../../src/limits/rate-limiter.js";
import { givenApiKey } from "../api-key/api-key.steps.js";
import { adminKey, useTestServer } from "../support/server.js";

const query = "{ customers(first: 9) { nodes { id } } }";
/** Nothing worth mentioning comes back while a test runs. */
const limit: RateLimiterOptions = { perSecond: 0.001, burst: 35 };

describe("the rate limit", () => {
  const server = useTestServer();

  /** Sends requests to a server that has a limit of its own. */
  async function limited(options: RateLimiterOptions = limit) {
    const { app } = await server.another({ rateLimit: options, trustedProxies: 1 });
    return async (key: string | null, { text = query, address = "192.0.2.1" } = {}) => {
      const headers = { ...(key && { authorization: `Bearer ${key}` }), "x-forwarded-for": address };
      const response = await app.inject({ method: "POST", url: "/graphql", headers, payload: { query: text } });
      const { errors, extensions } = response.json();
      return {
        status: response.statusCode,
        remaining: extensions?.cost?.remaining,
        error: errors?.[0],
        retryAfter: response.headers["retry-after"],
      };
    };
  }

  it("takes what operations cost out of what their caller has, and says what is left", async () => {
    const send = await limited();
    const answers = [await send(adminKey), await send(adminKey), await send(adminKey)];
    expect(answers.map(({ status, remaining }) => [status, remaining])).toEqual([
      [200, 25],
      [200, 15],
      [200, 5],
    ]);
  });

  it("refuses what is not there, says when it is, and takes nothing for that", async () => {
    const send = await limited();
    for (let use = 1; use <= 3; use += 1) await send(adminKey);
    for (let use = 1; use <= 3; use += 1) {
      expect(await send(adminKey)).toMatchObject({
        status: 429,
        retryAfter: "5000",
        error: {
          message:
            "The rate limit is reached: this costs 10, 5 of 35 are left, and 0.001 come back each second. Try again in 5000 s.",
          extensions: { code: "RATE_LIMITED", retryAfterSeconds: 5_000 },
        },
      });
    }
    expect(await send(adminKey, { text: "{ customers(first: 4) { nodes { id } } }" })).toMatchObject({ status: 200 });
  });

  it("runs nothing of what it refuses", async () => {
    const send = await limited({ perSecond: 0.001, burst: 5 });
    const { statements } = await server.testDatabase.withStatements(() => send(adminKey));
    expect(statements).toEqual([]);
  });

  it("is each caller's own, wherever they send from", async () => {
    const send = await limited();
    const { secret } = await givenApiKey(server, ["CUSTOMERS_READ"]);
    for (let use = 1; use <= 4; use += 1) await send(adminKey, { address: `192.0.2.${use}` });
    expect(await send(adminKey)).toMatchObject({ status: 429 });
    expect(await send(secret)).toMatchObject({ status: 200, remaining: 25 });
  });

  it("is the address's where there is no caller, of IPv6 the network's", async () => {
    const send = await limited({ perSecond: 0.001, burst: 2 });
    const typename = (address: string) => send(null, { text: "{ __typename }", address });
    expect((await typename("192.0.2.1")).status).toBe(200);
    expect((await typename("192.0.2.1")).status).toBe(200);
    expect((await typename("192.0.2.1")).status).toBe(429);
    expect((await typename("192.0.2.2")).status).toBe(200);
    expect((await typename("2001:db8::1")).status).toBe(200);
    expect((await typename("2001:db8::ffff")).status).toBe(200);
    expect((await typename("2001:db8::2")).status).toBe(429);
  });

  it("counts those whose credential is wrong", async () => {
    const send = await limited({ perSecond: 0.001, burst: 3 });
    const statuses = [];
    for (let use = 1; use <= 4; use += 1) statuses.push((await send("sk_wrong")).status);
    expect(statuses).toEqual([401, 401, 401, 429]);
    expect(await send(adminKey, { text: "{ viewer { type } }" })).toMatchObject({ status: 200 });
  });

  it("goes on without its store, each instance by itself, and says so once", async () => {
    server.log.length = 0;
    const send = await limited({ ...limit, redisUrl: "redis://127.0.0.1:1" });
    for (let use = 1; use <= 3; use += 1) expect(await send(adminKey)).toMatchObject({ status: 200 });
    expect(await send(adminKey)).toMatchObject({ status: 429 });
    const warnings = server.log.filter((line) => line.includes("store of rate limits"));
    expect(warnings).toHaveLength(1);
  });
});
