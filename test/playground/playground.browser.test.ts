import type { Browser, BrowserContext, Page, Request } from "playwright-core";
import { startTestServer } from "../support/server.js";
import { describeInBrowser, launchChromium } from "./chromium.js";

const SOMEBODY = "somebody@example.com";

describeInBrowser("the playground in a browser", () => {
  let server: Awaited<ReturnType<typeof startTestServer>>;
  let browser: Browser;
  let context: BrowserContext;
  let page: Page;
  let requests: Request[];
  let complaints: string[];

  beforeAll(async () => {
    [server, browser] = await Promise.all([startTestServer(), launchChromium()]);
    await createCustomer(SOMEBODY);
  });

  afterAll(async () => {
    await browser?.close();
    await server?.close();
  });

  beforeEach(async () => {
    context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
    page = await context.newPage();
    requests = [];
    complaints = [];
    context.on("request", (request) => requests.push(request));
    page.on("console", (message) => {
      if (["error", "warning"].includes(message.type())) complaints.push(message.text());
    });
    page.on("pageerror", (error) => complaints.push(error.message));
  });

  afterEach(() => context.close());

  it("runs the first example with the key of the link, asking this server alone and breaking no policy", async () => {
    await openWithKey();
    await run();
    await seeInResponse(SOMEBODY);
    await openDocs();

    expect(complaints).toEqual([]);
    expect(requests.map((request) => new URL(request.url()).origin)).toEqual(requests.map(() => server.url));
    expect(operations().map(authorizationOf)).toEqual(operations().map(() => `Bearer ${server.adminKey}`));
    expect(operations().length).toBeGreaterThanOrEqual(2);
  });

  it("takes the key out of the address bar, and never sends it in an address", async () => {
    await openWithKey();
    expect(page.url()).toBe(`${server.url}/graphql`);
    await page.reload();
    await ready();
    await run();
    await seeInResponse(SOMEBODY);
    expect(requests.filter((request) => request.url().includes(server.adminKey))).toEqual([]);
  });

  it("takes a key from a link that is opened over a page already open", async () => {
    await open();
    await page.goto(`${server.url}/graphql#key=${server.adminKey}`);
    await page.getByRole("button", { name: "Forget key" }).waitFor();
    expect(page.url()).toBe(`${server.url}/graphql`);
  });

  it("knows the schema: documentation and completion", async () => {
    await openWithKey();
    await openDocs();
    await page.getByRole("button", { name: "New tab" }).click();
    await typeInto(".graphiql-query-editor", "query Mine { customerBy");
    await page.keyboard.press("Control+Space");
    await page.locator(".suggest-widget .monaco-list-row", { hasText: "customerByEmail" }).first().waitFor();
  });

  it("says that requests need a key, takes one, and forgets it again", async () => {
    await open();
    await run();
    await seeInResponse("UNAUTHENTICATED");

    const field = page.getByLabel("Key", { exact: true });
    expect(await field.getAttribute("type")).toBe("password");
    await field.fill(server.adminKey);
    await page.getByRole("button", { name: "Use key" }).click();
    await run();
    await seeInResponse(SOMEBODY);

    await page.getByRole("button", { name: "Forget key" }).click();
    await field.waitFor();
    expect(await storedIn("sessionStorage")).not.toContain(server.adminKey);
    await run();
    await seeInResponse("UNAUTHENTICATED");
  });

  it("lets an authorization in the headers tab win, and keeps no key where it outlives the tab", async () => {
    await openWithKey();
    await page.getByRole("button", { name: "Headers" }).click();
    await typeInto(".graphiql-editor-tool", '{ "authorization": "Bearer typed-by-hand" }');
    await graphiqlNoticesEdits();
    await run();
    await seeInResponse("UNAUTHENTICATED");
    expect(authorizationOf(operations().at(-1))).toBe("Bearer typed-by-hand");

    await graphiqlNoticesEdits();
    const stored = await storedIn("localStorage");
    expect(stored).toContain("graphiql:queries");
    expect(stored).not.toContain("typed-by-hand");
    expect(stored).not.toContain(server.adminKey);
  });

  it("opens with the examples, and after a reload with the caller's own tabs", async () => {
    await openWithKey();
    const tabs = page.locator(".graphiql-tab");
    expect(await tabs.count()).toBe(6);
    await page.getByRole("button", { name: "New tab" }).click();
    await typeInto(".graphiql-query-editor", "query MyOwn { __typename }");
    await graphiqlNoticesEdits();

    await page.reload();
    await ready();
    expect(await tabs.count()).toBe(7);
    await page.locator(".graphiql-query-editor .view-lines", { hasText: "MyOwn" }).waitFor();
  });

  async function open(fragment = "") {
    await page.goto(`${server.url}/graphql${fragment}`);
    await ready();
  }

  const openWithKey = () => open(`#key=${server.adminKey}`);
  const ready = () => page.locator(".graphiql-query-editor .view-line").first().waitFor();

  async function run() {
    await page.locator(".graphiql-query-editor .view-lines").click();
    await page.keyboard.press("Control+Enter");
  }

  const seeInResponse = (text: string) => page.locator(".graphiql-response .view-lines", { hasText: text }).waitFor();

  async function openDocs() {
    await page.getByRole("button", { name: "Show Documentation Explorer" }).click();
    await page.locator(".graphiql-doc-explorer-content", { hasText: "Mutation" }).waitFor();
  }

  /** As a paste does: typed one by one, Monaco would close the brackets itself. */
  async function typeInto(editor: string, text: string) {
    await page.locator(`${editor} .view-lines:visible`).first().click();
    await page.keyboard.insertText(text);
  }

  const operations = () => requests.filter((request) => request.method() === "POST");
  const authorizationOf = (request?: Request) => request?.headers().authorization;

  const storedIn = (area: "localStorage" | "sessionStorage") => page.evaluate<string>(`JSON.stringify(${area})`);

  /** GraphiQL takes edits into its tabs, and tabs into its storage, half a second late each; nothing shows it. */
  const graphiqlNoticesEdits = () => page.waitForTimeout(1_500);

  async function createCustomer(email: string) {
    const response = await fetch(`${server.url}/graphql`, {
      method: "POST",
      headers: { "content-type": "application/json", authorization: `Bearer ${server.adminKey}` },
      body: JSON.stringify({
        query: "mutation ($input: CustomerCreateInput!) { customerCreate(input: $input) { customer { id } } }",
        variables: { input: { email } },
      }),
    });
    expect(await response.json()).toMatchObject({ data: { customerCreate: { customer: { id: expect.any(String) } } } });
  }
});
