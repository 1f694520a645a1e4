import type { DemoCredentials } from "../../src/web/sign-in/demo-accounts.route.js";
import { useTestServer } from "../support/server.js";

const staff = { email: "demo.staff@example.com", password: "a generated password" };

interface From {
  readonly address?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

const local: [string, From][] = [
  ["127.0.0.1", {}],
  ["localhost", { headers: { host: "localhost:4000" } }],
  ["LOCALHOST on port 80", { headers: { host: "LOCALHOST" } }],
  ["::1", { address: "::1", headers: { host: "[::1]:4000" } }],
  ["127.0.0.1 in IPv6", { address: "::ffff:127.0.0.1" }],
];

const foreign: [string, From][] = [
  ["another machine", { address: "192.0.2.1" }],
  ["another machine in IPv6", { address: "2001:db8::1" }],
  ["another machine in IPv4 as IPv6", { address: "::ffff:192.0.2.1" }],
  ["the name of a website (DNS rebinding)", { headers: { host: "shop.example.com" } }],
  ["a name that begins with localhost", { headers: { host: "localhost.example.com" } }],
  ["a name that ends with localhost", { headers: { host: "example.localhost" } }],
  ["a host with a user", { headers: { host: "localhost:4000@shop.example.com" } }],
  ["an address of the network", { headers: { host: "192.0.2.1:4000" } }],
  ["a proxy with X-Forwarded-For", { headers: { "x-forwarded-for": "192.0.2.1" } }],
  ["a proxy with an empty X-Forwarded-For", { headers: { "x-forwarded-for": "" } }],
  ["a proxy with X-Forwarded-Host", { headers: { "x-forwarded-host": "shop.example.com" } }],
  ["a proxy with X-Real-IP", { headers: { "x-real-ip": "192.0.2.1" } }],
  ["a proxy with Forwarded", { headers: { forwarded: "for=192.0.2.1" } }],
  ["a proxy with Via", { headers: { via: "1.1 proxy" } }],
];

describe("the demo accounts of the playground", () => {
  let accounts: { staff?: DemoCredentials; customer?: DemoCredentials };
  let searches: number;

  const server = useTestServer({
    demoAccounts: async () => {
      searches += 1;
      return accounts;
    },
  });

  beforeEach(() => {
    accounts = { staff };
    searches = 0;
  });

  /** Asks for an account as the page does, in a browser on this machine. */
  function ask({ address = "127.0.0.1", headers = {} }: From = {}, kind = "staff") {
    const host = headers.host ?? "127.0.0.1:4000";
    return server.app.inject({
      method: "POST",
      url: `/graphql/demo-accounts/${kind}`,
      remoteAddress: address,
      headers: { host, origin: `http://${host}`, ...headers },
    });
  }

  function getPage({ address = "127.0.0.1", headers = {} }: From = {}) {
    const sent = { host: "127.0.0.1:4000", accept: "text/html", ...headers };
    return server.app.inject({ url: "/graphql", remoteAddress: address, headers: sent });
  }

  it.each(local)("are offered and given to a page of this server at %s", async (_what, from) => {
    expect((await getPage(from)).body).toContain('data-demo-accounts="staff"');
    const answer = await ask(from);
    expect([answer.statusCode, answer.json()]).toEqual([200, staff]);
    expect(answer.headers["cache-control"]).toBe("no-store");
    expect(answer.headers["access-control-allow-origin"]).toBeUndefined();
  });

  it.each(foreign)("are neither offered nor given through %s", async (_what, from) => {
    const page = await getPage(from);
    expect(page.statusCode).toBe(200);
    expect(page.body).toContain('data-demo-accounts=""');
    const answer = await ask(from);
    expect(answer.statusCode).toBe(404);
    expect(answer.body).not.toContain(staff.password);
    expect(searches).toBe(0);
  });

  it.each([
    ["a website", "https://shop.example.com"],
    ["another port of this machine", "http://127.0.0.1:3000"],
    ["another name of this machine", "http://localhost:4000"],
    ["this machine with TLS, which only a proxy has", "https://127.0.0.1:4000"],
    ["a file or a sandboxed frame", "null"],
    ["no page", ""],
  ])("are not given to %s", async (_what, origin) => {
    const answer = await ask({ headers: { origin } });
    expect([answer.statusCode, searches]).toEqual([404, 0]);
  });

  it("are not given without the header Origin, and not to GET requests", async () => {
    const url = "/graphql/demo-accounts/staff";
    const headers = { host: "127.0.0.1:4000" };
    expect((await server.app.inject({ method: "POST", url, headers })).statusCode).toBe(404);
    const origin = "http://127.0.0.1:4000";
    expect((await server.app.inject({ method: "GET", url, headers: { ...headers, origin } })).statusCode).toBe(404);
  });

  it("are in the page by their kind only", async () => {
    accounts = { staff, customer: { email: "ada@example.com", password: "another password" } };
    const { body } = await getPage();
    expect(body).toContain('data-demo-accounts="staff customer"');
    expect(body).not.toMatch(/password|@/);
  });

  it.each(["customer", "admin", "toString"])(
    "answer 404 for an account that the server does not have: %s",
    async (kind) => {
      expect((await ask({}, kind)).statusCode).toBe(404);
    },
  );

  it("are neither offered nor given after they were deleted", async () => {
    accounts = {};
    expect((await getPage()).body).toContain('data-demo-accounts=""');
    expect((await ask()).statusCode).toBe(404);
  });

  it("do not exist on a server without demo accounts or without a playground", async () => {
    const url = "/graphql/demo-accounts/staff";
    const headers = { host: "localhost", origin: "http://localhost" };
    for (const options of [{}, { playground: false, demoAccounts: async () => accounts }]) {
      const { app } = await server.another(options);
      expect((await app.inject({ method: "POST", url, headers })).statusCode).toBe(404);
    }
  });

  it("are not logged", async () => {
    await getPage();
    await ask();
    expect([...server.log, ...server.requestLog].join()).not.toContain(staff.password);
  });
});
