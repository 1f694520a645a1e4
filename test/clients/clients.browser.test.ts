import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import path from "node:path";
import { build } from "esbuild";
import type { Browser, Page } from "playwright-core";
import { givenCustomers } from "../customer/customer.steps.js";
import { describeInBrowser, launchChromium } from "../support/chromium.js";
import { adminKey, useTestServer } from "../support/server.js";
import type { ClientName, Outcome, PageApi, Target } from "./page.js";

const patiently = 240_000;

const list =
  "query ListCustomers($first: Int!) { customers(first: $first) { totalCount nodes { id email firstName lastName phone createdAt } } }";
const create =
  "mutation CreateCustomer($email: String) { customerCreate(input: { email: $email }) { customer { email } userErrors { code } } }";

const clients: readonly ClientName[] = [
  "Apollo Client",
  "Apollo Client with persisted queries",
  "Apollo Client with persisted queries by GET",
  "urql",
  "urql with persisted queries",
  "urql with all persisted queries by POST",
  "Relay",
  "graphql-request",
];
const byGet: readonly ClientName[] = [
  "Apollo Client with persisted queries by GET",
  "urql",
  "urql with persisted queries",
];

describeInBrowser("a web page of another origin", () => {
  const corsOrigins: string[] = [];
  let pages: Server;
  let browser: Browser;
  let page: Page;
  let complaints: string[];

  // Runs before the server is created, which needs the origin of the page.
  beforeAll(async () => {
    const { outputFiles } = await build({
      entryPoints: [path.join(import.meta.dirname, "page.ts")],
      bundle: true,
      write: false,
      format: "iife",
      define: { "process.env.NODE_ENV": '"production"' },
    });
    const html = `<!doctype html><link rel="icon" href="data:,"><script>${outputFiles[0]?.text.replaceAll("</script", "<\\/script")}</script>`;
    pages = createServer((_request, response) => {
      response.setHeader("content-type", "text/html; charset=utf-8").end(html);
    });
    await new Promise<void>((resolve) => pages.listen(0, "127.0.0.1", resolve));
    corsOrigins.push(pageOrigin());
  }, patiently);
  // Runs before the server closes, which waits for the connections of an open page.
  afterAll(async () => {
    await browser?.close();
    pages?.close();
  });
  const server = useTestServer({ corsOrigins });

  const pageOrigin = (host = "127.0.0.1") => `http://${host}:${(pages.address() as AddressInfo).port}`;
  const url = () => `http://127.0.0.1:${(server.app.server.address() as AddressInfo).port}/graphql`;
  const target = (key: string | null = adminKey): Target => ({ url: url(), key });

  /** The requests that the server has received from the page. */
  let received: IncomingMessage[];
  const methods = () => received.map(({ method }) => method);

  beforeAll(async () => {
    await server.app.listen({ host: "127.0.0.1", port: 0 });
    server.app.server.on("request", (request: IncomingMessage) => received.push(request));
    browser = await launchChromium();
  }, patiently);

  async function openPage(origin: string): Promise<void> {
    const context = await browser.newContext();
    context.setDefaultTimeout(patiently);
    page = await context.newPage();
    complaints = [];
    page.on("console", (message) => {
      if (["error", "warning"].includes(message.type())) complaints.push(message.text());
    });
    page.on("pageerror", (error) => complaints.push(error.message));
    await page.goto(origin);
    received = [];
  }
  beforeEach(() => openPage(pageOrigin()), patiently);
  afterEach(() => page.context().close());

  /** Calls a function of the page's script. */
  function call<Name extends keyof PageApi>(name: Name, ...values: unknown[]): Promise<unknown> {
    return page.evaluate(`api.${name}(...${JSON.stringify(values)})`);
  }
  const send = (client: ClientName, to: Target, text: string, variables: object) =>
    call("send", client, to, text, variables) as Promise<Outcome>;

  it("has a test for each client", async () => {
    expect(await page.evaluate("api.clientNames")).toEqual(clients);
  });

  describe.each(clients)("with %s", (client) => {
    it(
      "reads compressed data, and sends one preflight at most for each method",
      async () => {
        await givenCustomers(server, 20);
        const responses: string[] = [];
        page.on("response", (response) => responses.push(response.headers()["content-encoding"] ?? "none"));
        for (let use = 1; use <= 4; use += 1) {
          const { data } = await send(client, target(), list, { first: 20 });
          expect(data).toMatchObject({ customers: { totalCount: 20, nodes: expect.any(Array) } });
        }
        expect(responses.slice(-3)).toEqual(["br", "br", "br"]);
        const used = methods().filter((method) => method !== "OPTIONS");
        expect(used.at(-1)).toBe(byGet.includes(client) ? "GET" : "POST");
        expect(methods().filter((method) => method === "OPTIONS").length).toBeLessThanOrEqual(new Set(used).size);
        expect(complaints).toEqual([]);
      },
      patiently,
    );

    it(
      "writes, and gets user errors as data",
      async () => {
        const created = await send(client, target(), create, { email: "ada@example.com" });
        expect(created.data).toMatchObject({
          customerCreate: { customer: { email: "ada@example.com" }, userErrors: [] },
        });
        const refused = await send(client, target(), create, { email: "ada@example.com" });
        expect(refused.data).toMatchObject({
          customerCreate: { customer: null, userErrors: [{ code: "EMAIL_TAKEN" }] },
        });
      },
      patiently,
    );

    it(
      "reads the code of a refusal",
      async () => {
        expect(await send(client, target("sk_wrong"), list, { first: 1 })).toEqual({ codes: ["UNAUTHENTICATED"] });
      },
      patiently,
    );
  });

  it.each(["Apollo Client with persisted queries", "urql with all persisted queries by POST"] as const)(
    "sends a document with its hash once, and then the hash alone: %s",
    async (client) => {
      const document = list.replace("ListCustomers", `List${client.length}`);
      const bodies: string[] = [];
      page.on("request", (request) => {
        if (request.method() === "POST") bodies.push(request.postData() ?? "");
      });
      for (let use = 1; use <= 3; use += 1) await send(client, target(), document, { first: 1 });
      const sent = bodies.map((body) => JSON.parse(body));
      expect(sent.map(({ query }) => query !== undefined)).toEqual([false, true, false, false]);
      expect(new Set(sent.map(({ extensions }) => extensions.persistedQuery.sha256Hash)).size).toBe(1);
      const writing = create.replace("CreateCustomer", `Create${client.length}`);
      const { data } = await send(client, target(), writing, { email: `${client.length}@example.com` });
      expect(data).toMatchObject({ customerCreate: { userErrors: [] } });
    },
    patiently,
  );

  it.each([
    ["data", 200, { authorization: `Bearer ${adminKey}` }, '{"query":"{ customers { totalCount } }"}'],
    ["no caller", 401, {}, '{"query":"{ customers { totalCount } }"}'],
    ["malformed JSON", 400, {}, "{"],
    ["a body that is too large", 413, {}, `{"query":"${" ".repeat(1_100_000)}"}`],
    ["another content type", 415, { "content-type": "text/xml" }, "<a/>"],
  ])(
    "reads the headers of each response: %s",
    async (_what, status, headers, body) => {
      const init = { method: "POST", headers: { "content-type": "application/json", "x-own": "a", ...headers }, body };
      const response = await call("readHeaders", url(), init);
      expect(response).toMatchObject({ status, headers: { "x-request-id": expect.stringMatching(/^[0-9A-Z]{26}$/) } });
    },
    patiently,
  );

  it(
    "reads when to try again",
    async () => {
      const { app } = await server.another({
        corsOrigins,
        rateLimit: { addresses: { perSecond: 0.001, burst: 110 } },
      });
      const address = await app.listen({ host: "127.0.0.1", port: 0 });
      const init = { method: "POST", headers: { "content-type": "application/json" }, body: '{"query":"{ a }"}' };
      expect(await call("readHeaders", `${address}/graphql`, init)).toMatchObject({ status: 400 });
      expect(await call("readHeaders", `${address}/graphql`, init)).toMatchObject({
        status: 429,
        headers: { "retry-after": expect.stringMatching(/^\d+$/) },
      });
    },
    patiently,
  );

  it(
    "reads the schema",
    async () => {
      expect(await call("readHeaders", `${url()}/schema.graphql`, {})).toMatchObject({ status: 200 });
    },
    patiently,
  );

  it(
    "subscribes over WebSocket",
    async () => {
      let isOver = false;
      const change = call("firstChange", target()).finally(() => {
        isOver = true;
      });
      // The protocol does not report the start of a subscription.
      while (!isOver) {
        await server.ask('mutation { customerCreate(input: { firstName: "Ada" }) { customer { id } } }');
      }
      expect(await change).toEqual({ changes: { action: "CREATED", subjectType: "CUSTOMER" } });
    },
    patiently,
  );

  it(
    "cannot send or read anything if its origin is not allowed",
    async () => {
      await page.context().close();
      await openPage(pageOrigin("localhost"));
      for (const client of clients)
        await expect(send(client, target(), list, { first: 1 })).rejects.toThrow("Failed to fetch");
      expect(new Set(methods())).toEqual(new Set(["OPTIONS"]));
      expect(await call("firstChange", target())).toBe("refused");
      expect(complaints.join("\n")).toContain("blocked by CORS policy");
    },
    patiently,
  );
});
