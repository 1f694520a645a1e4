import { execFileSync } from "node:child_process";
import { givenCustomer } from "../customer/customer.steps.js";
import { describeInBrowser } from "../support/chromium.js";
import { adminKey } from "../support/server.js";
import { patiently, usePlayground } from "./playground.js";

const testEmail = "somebody@example.com";

describeInBrowser("a tab of the playground", () => {
  const playground = usePlayground();
  const { open, ready, runAndSee, seeInResponse, seeLoggedIn, typeInto, until } = playground;
  const test = (title: string, body: () => Promise<void>) => it(title, body, patiently);
  const button = (name: string) => playground.page.getByRole("button", { name, exact: true });
  const facts = () => playground.page.getByRole("list", { name: "About the response" });
  const shownQuery = (text: string) => playground.page.locator(".graphiql-query-editor .view-lines", { hasText: text });

  /** The editor shows a change in its next frame. */
  const isNotShown = (text: string) =>
    until(async () => !(await playground.page.locator(".graphiql-response .view-lines").textContent())?.includes(text));

  beforeEach(async () => {
    await givenCustomer(playground.server, { email: testEmail });
    await playground.context.grantPermissions(["clipboard-read", "clipboard-write"]);
  });

  async function newTab(query: string, variables?: string) {
    await button("New tab").click();
    await typeInto(".graphiql-query-editor", query);
    if (variables !== undefined) await typeInto(".graphiql-editor-tool", variables);
  }

  async function copied(label: string): Promise<string> {
    await button(label).click();
    await playground.page.getByRole("status").getByText("Copied").waitFor();
    return playground.page.evaluate<string>("navigator.clipboard.readText()");
  }

  /** Returns the number of tabs that a new page would open. GraphiQL stores them half a second after a change. */
  async function storedTabs(): Promise<number> {
    const stored: Record<string, string> = JSON.parse(await playground.storedIn("localStorage"));
    return JSON.parse(stored["shop-customers:graphiql:tabState"] ?? '{"tabs":[]}').tabs.length;
  }

  /** Returns the arguments with which a shell would start curl. */
  function argumentsOf(command: string): string[] {
    const script = `curl() { printf '%s\\0' "$@"; }\nTOKEN=the-token\n${command}`;
    return execFileSync("sh", ["-c", script], { encoding: "utf8" }).split("\0").slice(0, -1);
  }

  test("shows status, time, size and cost of the last response, also of a refused one", async () => {
    await open(`#key=${adminKey}`);
    await runAndSee(testEmail);
    const shown = await facts().getByRole("listitem").allInnerTexts();
    expect(shown).toEqual([
      "Status 200",
      expect.stringMatching(/^\d+ ms$/),
      expect.stringMatching(/^[\d.]+ (bytes|kB)$/),
      expect.stringMatching(/^Cost [\d,]+ of 50,000$/),
    ]);
    await newTab("query Wrong { nothing }");
    await runAndSee("Cannot query field");
    await facts().getByText("Status 400").waitFor();
    expect(await facts().getByText("Cost").count()).toBe(0);
  });

  test("is copied as a command for curl that contains no credential, with any character", async () => {
    await open(`#key=${adminKey}`);
    const query = `query Mine($id: ID!) { customer(id: $id) { id } } # it's \`$(id)\` "quoted" \\\\`;
    await newTab(query, `{ "id": "it's" }`);
    await button("Headers").click();
    await typeInto(
      ".graphiql-editor-tool",
      '{ "authorization": "Bearer typed-by-hand", "x-request-id": "it\'s mine" }',
    );
    const command = await copied("Copy as curl");
    expect(command).not.toContain("typed-by-hand");
    expect(command).not.toContain(adminKey);
    const [url, ...rest] = argumentsOf(command);
    const body = rest.pop();
    expect(url).toBe(`${playground.url}/graphql`);
    expect(rest).toEqual([
      "-H",
      "Content-Type: application/json",
      "-H",
      "Authorization: Bearer the-token",
      "-H",
      "x-request-id: it's mine",
      "--data-raw",
    ]);
    expect(JSON.parse(String(body))).toEqual({ query, variables: { id: "it's" }, operationName: "Mine" });
  });

  test("is copied without an Authorization header while nobody is logged in", async () => {
    await open();
    await newTab("query Mine { __typename }");
    expect(argumentsOf(await copied("Copy as curl"))).not.toContain("Authorization: Bearer the-token");
  });

  test("says that it was copied until the next run, another tab or the log-out", async () => {
    const notice = playground.page.getByRole("status").getByText("Copied");
    const isGone = () => notice.waitFor({ state: "detached" });
    await open(`#key=${adminKey}`);
    await copied("Copy link to this operation");
    await runAndSee(testEmail);
    await isGone();
    await newTab("query Later { __typename }");
    await copied("Copy link to this operation");
    // GraphiQL names the tab a moment after the text has changed.
    await playground.page.getByRole("tab", { name: "Later" }).waitFor();
    expect(await notice.count()).toBe(1);
    await button("New tab").click();
    await isGone();
    await copied("Copy link to this operation");
    await button("Log out").click();
    await isGone();
  });

  test("is not copied with variables that are no JSON, and says so", async () => {
    await open();
    await newTab("query Mine { __typename }", "{ id: ");
    await button("Copy as curl").click();
    await playground.page.getByRole("status").getByText("Nothing was copied. The variables are invalid JSON").waitFor();
  });

  test("is opened by a link with its operation and variables, beside the tabs of the user", async () => {
    const { page, url } = playground;
    await open(`#key=${adminKey}`);
    const query = "query Shared($first: Int!) { customers(first: $first) { nodes { email } } } # 100 % & more";
    await newTab(query, '{ "first": 1 }');
    const link = await copied("Copy link to this operation");
    expect(link.startsWith(`${url}/graphql#query=`)).toBe(true);
    expect(link).not.toContain(adminKey);
    const tabs = page.locator(".graphiql-tab");

    await page.getByRole("tab", { name: "FindCustomers" }).click();
    await page.goto(link);
    await shownQuery("query Shared").waitFor();
    await until(() => page.url() === `${url}/graphql`);
    expect(await tabs.count()).toBe(11);
    await runAndSee(testEmail);

    await until(async () => (await storedTabs()) === 11);
    await page.goto("about:blank");
    await page.goto(link.replace("Shared", "Other"));
    await shownQuery("query Other").waitFor();
    await until(() => page.url() === `${url}/graphql`);
    expect(await tabs.count()).toBe(12);
    await until(async () => (await storedTabs()) === 12);
    await page.reload();
    await ready();
    expect(await tabs.count()).toBe(12);
  });

  test("is opened first by a link, before the examples, in a browser that never saw the page", async () => {
    await open("#query=query+Shared+%7B+__typename+%7D");
    await shownQuery("query Shared").waitFor();
    const tabs = await playground.page.locator(".graphiql-tab").allInnerTexts();
    expect(tabs.slice(0, 2)).toEqual(["Shared", "Customers"]);
    expect(tabs).toHaveLength(10);
  });

  test("loses its response when the caller changes, as all other tabs do", async () => {
    const { page } = playground;
    await open(`#key=${adminKey}`);
    await runAndSee(testEmail);
    await newTab("query Count { customers { totalCount } }");
    await runAndSee("totalCount");
    await button("Log out").click();
    await button("Log in").waitFor();
    await isNotShown("totalCount");
    expect(await facts().count()).toBe(0);
    await page.getByRole("tab", { name: "Customers", exact: true }).click();
    await shownQuery("query Customers").waitFor();
    await isNotShown(testEmail);
  });

  test("does not show a response that arrives after the caller has logged out", async () => {
    const { page } = playground;
    await open(`#key=${adminKey}`);
    await seeLoggedIn("Root key (API key)");
    await newTab("query Slow { customers { nodes { email } } }");
    let send = () => {};
    const isSent = new Promise<void>((resolve) => {
      send = resolve;
    });
    await page.route("**/graphql", async (route) => {
      if (!route.request().postData()?.includes("query Slow")) return route.continue();
      const response = await route.fetch();
      await isSent;
      await route.fulfill({ response }).catch(() => {});
    });
    await shownQuery("query Slow").click();
    const request = page.waitForRequest((each) => Boolean(each.postData()?.includes("query Slow")));
    await page.keyboard.press("Control+Enter");
    await request;
    await button("Log out").click();
    await button("Log in").waitFor();
    send();
    await seeInResponse("The caller of the page has changed.");
    await isNotShown(testEmail);
  });

  test("gets fields from the explorer", async () => {
    const { page } = playground;
    await open(`#key=${adminKey}`);
    await newTab("query Mine { __typename }");
    await button("Show GraphiQL Explorer").click();
    const explorer = page.locator(".docExplorerWrap");
    await explorer.getByText("viewer", { exact: true }).click();
    await shownQuery("viewer").waitFor();
    expect(playground.complaints).toEqual([]);
  });

  test("stands above its response on a phone, without a scroll bar to the side", async () => {
    const { page } = playground;
    await page.setViewportSize({ width: 390, height: 844 });
    await open(`#key=${adminKey}`);
    await runAndSee(testEmail);
    const box = async (selector: string) =>
      (await page.locator(selector).boundingBox()) ?? { x: 0, y: 0, width: 0, height: 0 };
    const editors = await box(".graphiql-editors");
    const response = await box(".graphiql-response");
    expect(response.y).toBeGreaterThanOrEqual(editors.y + editors.height);
    for (const { width, height } of [editors, response, await box(".graphiql-query-editor .view-lines")]) {
      expect(width).toBeGreaterThan(200);
      expect(height).toBeGreaterThan(150);
    }
    expect(await page.evaluate("document.documentElement.scrollWidth")).toBe(390);
  });

  test("shows where to get access until somebody has logged in", async () => {
    const { page } = playground;
    await open();
    await page.getByText("No access yet?").waitFor();
    await open(`#key=${adminKey}`);
    await seeLoggedIn("Root key (API key)");
    expect(await page.getByText("No access yet?").count()).toBe(0);
  });

  test("stands beside documentation that begins with the description of the schema", async () => {
    const { page } = playground;
    await open(`#key=${adminKey}`);
    await button("Show Documentation Explorer").click();
    await page.locator(".graphiql-doc-explorer-content").getByText("customers of an online shop").first().waitFor();
  });
});
