import type { RateLimiterOptions } from "../../src/execution/limits/rate-limiter.js";
import { givenApiKey } from "../api-key/api-key.steps.js";
import { givenCustomerSession } from "../login/login.steps.js";
import { adminKey, useTestServer } from "../support/server.js";

/** An operation that costs 150. */
const query = "{ customers(first: 149) { nodes { id } } }";
/** An operation that costs 20, as all small operations. */
const smallQuery = "{ viewer { type } }";

/** A rate limit with this burst. It adds almost no tokens while a test runs. */
function burstOf(burst: number): RateLimiterOptions {
  const limit = { perSecond: 0.001, burst };
  return { staff: limit, customers: limit, addresses: limit };
}

describe("the rate limit", () => {
  const server = useTestServer();

  /** Sends requests to a server with its own limits. */
  async function limited(options: RateLimiterOptions = burstOf(550)) {
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

  it("charges the cost of operations to their caller, and shows the remaining units", async () => {
    const send = await limited();
    const answers = [await send(adminKey), await send(adminKey), await send(adminKey)];
    expect(answers.map(({ status, remaining }) => [status, remaining])).toEqual([
      [200, 400],
      [200, 250],
      [200, 100],
    ]);
  });

  it("charges 20 for every small operation", async () => {
    const send = await limited();
    expect(await send(adminKey, { text: smallQuery })).toMatchObject({ remaining: 530 });
    expect(await send(adminKey, { text: "{ customers(first: 4) { nodes { id } } }" })).toMatchObject({
      remaining: 510,
    });
  });

  it("refuses a cost above the remaining units, says when to retry, and charges nothing", async () => {
    const send = await limited();
    for (let use = 1; use <= 3; use += 1) await send(adminKey);
    for (let use = 1; use <= 3; use += 1) {
      expect(await send(adminKey)).toMatchObject({
        status: 429,
        retryAfter: "50000",
        error: {
          message:
            "The rate limit is reached: this costs 150, 100 of 550 are left, and 0.001 come back each second. Try again in 50000 s.",
          extensions: { code: "RATE_LIMITED", retryAfterSeconds: 50_000 },
        },
      });
    }
    expect(await send(adminKey, { text: smallQuery })).toMatchObject({ status: 200 });
  });

  it("does not run refused operations", async () => {
    const send = await limited(burstOf(200));
    await send(adminKey);
    const { statements } = await server.testDatabase.withStatements(() => send(adminKey));
    expect(statements).toEqual([]);
  });

  it("applies to each caller separately, from any address", async () => {
    const send = await limited();
    const { secret } = await givenApiKey(server, ["CUSTOMERS_READ"]);
    for (let use = 1; use <= 4; use += 1) await send(adminKey, { address: `192.0.2.${use}` });
    expect(await send(adminKey)).toMatchObject({ status: 429 });
    expect(await send(secret)).toMatchObject({ status: 200, remaining: 400 });
  });

  it("applies to the address if there is no caller, and to the network for IPv6", async () => {
    const send = await limited(burstOf(100));
    const typename = async (address: string) => (await send(null, { text: "{ __typename }", address })).status;
    for (let use = 1; use <= 5; use += 1) expect(await typename("192.0.2.1")).toBe(200);
    expect(await typename("192.0.2.1")).toBe(429);
    expect(await typename("192.0.2.2")).toBe(200);
    for (let use = 1; use <= 5; use += 1) expect(await typename(`2001:db8::${use}`)).toBe(200);
    expect(await typename("2001:db8::ffff")).toBe(429);
  });

  it("is different for customers, and limits the cost of one operation to the size of their bucket", async () => {
    const send = await limited({ ...burstOf(10_000), customers: { perSecond: 0.001, burst: 300 } });
    const { token } = await givenCustomerSession(server);
    expect(await send(token, { text: smallQuery })).toMatchObject({ status: 200, remaining: 280 });
    const orders =
      "{ viewer { customer { orders(first: 250) { nodes { id } } addresses(first: 100) { nodes { id } } } } }";
    expect(await send(token, { text: orders })).toMatchObject({
      status: 400,
      error: { extensions: { code: "QUERY_TOO_COMPLEX", limit: "cost", max: 300 } },
    });
    expect(await send(adminKey)).toMatchObject({ status: 200, remaining: 9_850 });
  });

  it("works without Redis for each instance separately, and logs the outage once", async () => {
    server.log.length = 0;
    const send = await limited({ ...burstOf(500), redisUrl: "redis://127.0.0.1:1" });
    for (let use = 1; use <= 3; use += 1) expect(await send(adminKey)).toMatchObject({ status: 200 });
    expect(await send(adminKey)).toMatchObject({ status: 429 });
    const warnings = server.log.filter((line) => line.includes("store of rate limits"));
    expect(warnings).toHaveLength(1);
  });
});
