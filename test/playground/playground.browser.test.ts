import type { Request } from "playwright-core";
import { givenCustomer } from "../customer/customer.steps.js";
import { describeInBrowser } from "../support/chromium.js";
import { adminKey } from "../support/server.js";
import { patiently, usePlayground } from "./playground.js";

const testEmail = "somebody@example.com";

describeInBrowser("the playground in a browser", () => {
  const playground = usePlayground();
  const { open, ready, seeLoggedIn, typeInto, storedIn, until, runAndSee } = playground;

  beforeEach(async () => {
    await givenCustomer(playground.server, { email: testEmail });
  });

  const test = (title: string, body: () => Promise<void>) => it(title, body, patiently);
  const openWithKey = () => open(`#key=${adminKey}`);
  const operations = () => playground.requests.filter((request) => request.method() === "POST");
  const authorizationOf = (request?: Request) => request?.headers().authorization;

  async function openDocs() {
    await playground.page.getByRole("button", { name: "Show Documentation Explorer" }).click();
    await playground.page.locator(".graphiql-doc-explorer-content", { hasText: "Mutation" }).waitFor();
  }

  /** GraphiQL stores an edit twice, as the last query and, half a second later, as a tab. */
  const isInStoredTabs = (text: string) =>
    until(async () => JSON.parse(await storedIn("localStorage"))["shop-customers:graphiql:tabState"]?.includes(text));

  test("runs the first example with the key of the link, with requests to this server only and no violation of the content security policy", async () => {
    await openWithKey();
    await runAndSee(testEmail);
    await openDocs();

    const { requests, complaints, url } = playground;
    expect(complaints).toEqual([]);
    expect(requests.map((request) => new URL(request.url()).origin)).toEqual(requests.map(() => url));
    expect(operations().map(authorizationOf)).toEqual(operations().map(() => `Bearer ${adminKey}`));
    expect(operations().length).toBeGreaterThanOrEqual(3);
  });

  test("shows documentation and completion of the schema", async () => {
    const { page } = playground;
    await openWithKey();
    await openDocs();
    await page.getByRole("button", { name: "New tab" }).click();
    await typeInto(".graphiql-query-editor", "query Mine { customerBy");
    await page.keyboard.press("Control+Space");
    await page.locator(".suggest-widget .monaco-list-row", { hasText: "customerByEmail" }).first().waitFor();
  });

  test("formats the query and its variables with the button Prettify", async () => {
    const { page } = playground;
    await openWithKey();
    await page.getByRole("button", { name: "New tab" }).click();
    await typeInto(".graphiql-query-editor", "query Mine{viewer{type}}");
    await page.getByRole("button", { name: "Variables" }).click();
    await typeInto(".graphiql-editor-tool", '{"first":1}');
    await page.getByRole("button", { name: "Prettify" }).click();
    const hasLine = (editor: string, start: string) =>
      until(async () => {
        const lines = await page.locator(`${editor} .view-line`).allInnerTexts();
        return lines.some((line) => line.trim().startsWith(start));
      });
    await hasLine(".graphiql-query-editor", "type");
    await hasLine(".graphiql-editor-tool", '"first":');
  });

  test("prefers the Authorization header of the headers tab, and stores no key longer than the tab", async () => {
    const { page } = playground;
    await openWithKey();
    await page.getByRole("button", { name: "Headers" }).click();
    await typeInto(".graphiql-editor-tool", '{ "authorization": "Bearer typed-by-hand" }');
    await runAndSee("UNAUTHENTICATED");
    const ran = operations().find((request) => request.postData()?.includes("query Customers"));
    expect(authorizationOf(ran)).toBe("Bearer typed-by-hand");
    await seeLoggedIn("Root key (API key)");

    // Later edits are stored after it.
    await page.getByRole("button", { name: "New tab" }).click();
    await typeInto(".graphiql-query-editor", "query Later { __typename }");
    await isInStoredTabs("Later");
    const stored = await storedIn("localStorage");
    expect(stored).toContain("graphiql:queries");
    expect(stored).not.toContain("typed-by-hand");
    expect(stored).not.toContain(adminKey);
  });

  test("opens with the examples, and after a reload with the tabs of the user", async () => {
    const { page } = playground;
    await openWithKey();
    const tabs = page.locator(".graphiql-tab");
    expect(await tabs.count()).toBe(9);
    await page.getByRole("button", { name: "New tab" }).click();
    await typeInto(".graphiql-query-editor", "query MyOwn { __typename }");
    await isInStoredTabs("MyOwn");

    await page.reload();
    await ready();
    expect(await tabs.count()).toBe(10);
    await page.locator(".graphiql-query-editor .view-lines", { hasText: "MyOwn" }).waitFor();
  });
});
