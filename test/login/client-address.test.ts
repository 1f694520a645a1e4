import { pino } from "pino";
import { subjectsOf } from "../../src/access/login/login-throttle.js";
import { clientKey } from "../../src/access/throttle/client-address.js";
import { defaultLimits } from "../../src/execution/limits/limits.js";
import { clientAddressOf } from "../../src/http/forwarded-for.js";
import { createHttpApp } from "../../src/http/http-app.js";
import { type OtherServer, useTestServer } from "../support/server.js";

const attempt = 'mutation { login(email: "ada@example.com", password: "a wrong password") { userErrors { code } } }';
const blocked = "203.0.113.7";
const other = "198.51.100.23";

// An injected request comes from 127.0.0.1, the address of the nearest proxy or of the client.
describe("the client address for counting failed logins", () => {
  const server = useTestServer();
  const behind: OtherServer[] = [];
  beforeAll(async () => {
    for (const trustedProxies of [0, 1, 2]) behind.push(await server.another({ trustedProxies }));
  });

  async function block(address: string): Promise<void> {
    const { hash: subject } = subjectsOf("staff", "ada@example.com", address).client;
    const inAnHour = new Date(Date.now() + 3_600_000);
    await server.testDatabase.database.prisma.failedLogin.create({
      data: { subject, failures: 60, blockedUntil: inAnHour, lastAt: new Date() },
    });
  }

  /** The result of a wrong password at a server behind this number of proxies. */
  async function attemptBehind(proxies: number, forwardedFor?: string): Promise<string> {
    const headers: Record<string, string> = forwardedFor === undefined ? {} : { "x-forwarded-for": forwardedFor };
    const { data, errors } = (await behind[proxies]?.as(null).ask(attempt, {}, headers)) ?? {};
    return errors ? String(errors[0]?.extensions?.code) : JSON.stringify(data?.login);
  }

  const limited = "RATE_LIMITED";
  const counted = '{"userErrors":[{"code":"INVALID_CREDENTIALS"}]}';

  it.each([
    ["the one that sent the request", 0, undefined, "127.0.0.1"],
    ["the sender of the request, with any header", 0, other, "127.0.0.1"],
    ["the sender of the request, behind a proxy without the header", 1, undefined, "127.0.0.1"],
    ["the one that the only proxy saw", 1, blocked, blocked],
    [
      "the one that the only proxy saw, with any earlier addresses of the client",
      1,
      `${other}, 127.0.0.1, ${blocked}`,
      blocked,
    ],
    ["the one that the outer of two proxies saw", 2, `${blocked}, 10.0.0.1`, blocked],
    [
      "the one that the outer of two proxies saw, with any earlier addresses of the client",
      2,
      `${other}, ${blocked}, 10.0.0.1`,
      blocked,
    ],
    ["the last there is, behind fewer proxies than were set", 2, blocked, blocked],
  ])("is %s", async (_what, proxies, forwardedFor, address) => {
    expect(await attemptBehind(proxies, forwardedFor)).toBe(counted);
    await server.reset();
    await block(address);
    expect(await attemptBehind(proxies, forwardedFor)).toBe(limited);
  });

  it.each([
    ["without a proxy", 0, blocked],
    ["before the one that the only proxy saw", 1, `${blocked}, ${other}`],
    ["that the inner of two proxies saw", 2, `${other}, ${blocked}`],
    ["before those that two proxies saw", 2, `${blocked}, ${other}, 10.0.0.1`],
  ])("is never an address that the header contains %s", async (_what, proxies, forwardedFor) => {
    await block(blocked);
    expect(await attemptBehind(proxies, forwardedFor)).toBe(counted);
  });

  it("does not depend on other headers of proxies", async () => {
    await block("127.0.0.1");
    const headers = {
      forwarded: `for=${other}`,
      "x-real-ip": other,
      "cf-connecting-ip": other,
      "true-client-ip": other,
    };
    for (const one of behind) {
      const { errors } = await one.as(null).ask(attempt, {}, headers);
      expect(errors?.[0]?.extensions?.code).toBe(limited);
    }
  });

  it.each([
    "",
    ",",
    " , ,",
    "unknown",
    "_hidden",
    "'; DROP TABLE failed_login; --",
    "x".repeat(10_000),
    "[2001:db8::7]:80",
  ])("is any value that a trusted proxy sends: %p", async (forwardedFor) => {
    for (const proxies of [1, 2]) expect(await attemptBehind(proxies, forwardedFor)).toBe(counted);
  });
});

describe("the address of a client over WebSocket", () => {
  const headers = [
    undefined,
    blocked,
    `${other}, ${blocked}`,
    `${other},${blocked} , 10.0.0.1`,
    `${other}, ${blocked}, 10.0.0.1, 10.0.0.2`,
    "2001:db8::7",
    "unknown",
    "",
  ];

  it.each([0, 1, 2, 3])("is the same as over HTTP, behind %d trusted proxies", async (trustedProxies) => {
    const app = createHttpApp({ logger: pino({ level: "silent" }), limits: defaultLimits, trustedProxies });
    app.get("/address", ({ ip, raw }) => ({ overHttp: ip, overWebSocket: clientAddressOf(raw, trustedProxies) }));
    for (const forwardedFor of headers) {
      const sent = forwardedFor === undefined ? {} : { "x-forwarded-for": forwardedFor };
      const { overHttp, overWebSocket } = (await app.inject({ url: "/address", headers: sent })).json();
      expect(overHttp).toMatch(/^[\w.:]+$/);
      expect(overWebSocket).toBe(overHttp);
    }
    await app.close();
  });
});

describe("a proxy that is not trusted", () => {
  const server = useTestServer();
  const warnings = () => server.log.filter((line) => line.includes("TRUSTED_PROXIES"));

  it("is logged once, at its first request", async () => {
    const { as } = await server.another({ trustedProxies: 0 });
    const send = (headers: Record<string, string> = {}) => as(null).ask("{ __typename }", {}, headers);
    await send();
    expect(warnings()).toEqual([]);
    for (let time = 1; time <= 3; time += 1) await send({ "x-forwarded-for": other });
    expect(warnings().map((line) => JSON.parse(line).level)).toEqual([40]);
    expect(warnings().join()).not.toContain(other);
    server.log.splice(0);
    const trusting = await server.another({ trustedProxies: 1 });
    await trusting.as(null).ask("{ __typename }", {}, { "x-forwarded-for": other });
    expect(warnings()).toEqual([]);
  });
});

describe("the key of a client address", () => {
  it.each([
    ["203.0.113.7", "203.0.113.7"],
    ["::ffff:203.0.113.7", "203.0.113.7"],
    ["2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"],
    ["2001:0DB8:0001:2::7", "2001:db8:1:2::/64"],
    ["2001:db8::7", "2001:db8:0:0::/64"],
    ["2001:db8::1:2:3:4:5", "2001:db8:0:1::/64"],
    ["1:2::4:5:6:7:8", "1:2:0:4::/64"],
    ["::1", "0:0:0:0::/64"],
    ["::", "0:0:0:0::/64"],
    ["1:2:3::", "1:2:3:0::/64"],
    ["1:2:3:4:5:6:203.0.113.7", "1:2:3:4::/64"],
    ["1::6:203.0.113.7", "1:0:0:0::/64"],
    ["fe80::1%eth0", "fe80:0:0:0::/64"],
    ["", ""],
    ["unknown", "unknown"],
    ["[2001:db8::7]:80", "[2001:db8::7]:80"],
    ["1::2::3", "1::2::3"],
  ])("for %p is %p", (address, client) => expect(clientKey(address)).toBe(client));
});
