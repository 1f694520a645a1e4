import { givenApiKey } from "../api-key/api-key.steps.js";
import { givenCustomer, update } from "../customer/customer.steps.js";
import { givenGroup } from "../customer-group/customer-group.steps.js";
import { givenErrors, givenJob } from "../job/job.steps.js";
import { givenUserSession } from "../login/login.steps.js";
import { givenPriceList } from "../price-list/price-list.steps.js";
import { europe, givenRegion } from "../region/region.steps.js";
import { describeInBrowser } from "../support/chromium.js";
import { adminKey, type TestServer } from "../support/server.js";
import { browserTest as test, useAdminApp } from "./admin-app.js";

interface ShownPage {
  readonly name: string;
  /** The number of cards and lists that read their own data. */
  readonly parts: number;
  given(server: TestServer): Promise<{ readonly path: string; readonly credential?: string }>;
}

const at = (path: string) => async () => ({ path });

const pages: readonly ShownPage[] = [
  { name: "the customers", parts: 1, given: at("/customers") },
  {
    name: "a customer",
    parts: 6,
    given: async (server) => {
      const { id } = await givenCustomer(server, { firstName: "Ada" });
      await givenGroup(server, "Wholesale", [id]);
      return { path: `/customers/${id}` };
    },
  },
  { name: "the groups", parts: 1, given: at("/groups") },
  {
    name: "a group",
    parts: 4,
    given: async (server) => ({ path: `/groups/${(await givenGroup(server)).id}` }),
  },
  { name: "the price lists", parts: 1, given: at("/price-lists") },
  {
    name: "a price list",
    parts: 3,
    given: async (server) => ({ path: `/price-lists/${(await givenPriceList(server)).id}` }),
  },
  { name: "the regions", parts: 1, given: at("/regions") },
  {
    name: "a region",
    parts: 2,
    given: async (server) => ({ path: `/regions/${(await givenRegion(server, europe)).id}` }),
  },
  { name: "the staff", parts: 1, given: at("/staff") },
  { name: "the API keys", parts: 1, given: at("/api-keys") },
  {
    name: "the account",
    parts: 1,
    given: async (server) => ({
      path: "/profile",
      credential: (await givenUserSession(server, { scopes: ["CUSTOMERS_READ"] })).token,
    }),
  },
  { name: "the jobs", parts: 1, given: at("/import-export") },
  {
    name: "a job with errors",
    parts: 2,
    given: async (server) => {
      await givenJob(server, { id: "job_1", status: "SUCCEEDED", failed: 1, finishedAt: new Date() });
      await givenErrors(server, "job_1", 1);
      return { path: "/import-export/job_1" };
    },
  },
];

describeInBrowser("data of the admin app that cannot be read again", () => {
  const app = useAdminApp();
  const { openSignedIn, seePage, see, button, link, screenshot, expectAccessible } = app;
  const notices = () => app.page.getByRole("status").filter({ hasText: "These data may be old or incomplete" });
  const failures = () => app.page.getByRole("alert").filter({ hasText: "This could not be loaded" });
  const card = (title: string) => app.page.getByRole("region", { name: title, exact: true });
  beforeEach(() => app.allowComplaints(/status of 429|Failed to load resource|ERR_/));

  /** Answers the operations whose name matches with RATE_LIMITED. Former routes stay, so that no request passes in between. */
  async function refuse(names: RegExp): Promise<void> {
    await app.page.route("**/graphql", (route) => {
      const { operationName = "" } = route.request().postDataJSON();
      if (!names.test(operationName)) return route.continue();
      const errors = [{ message: "Too many requests.", extensions: { code: "RATE_LIMITED" } }];
      const contentType = "application/graphql-response+json";
      return route.fulfill({ status: 429, contentType, body: JSON.stringify({ errors }) });
    });
  }

  async function count(expected: number): Promise<void> {
    if (expected === 0) await notices().first().waitFor({ state: "detached" });
    else
      await notices()
        .nth(expected - 1)
        .waitFor();
    expect(await notices().count()).toBe(expected);
  }

  async function seeAll(parts: number): Promise<void> {
    await app.until(async () => (await app.page.locator(".load-state").count()) >= parts);
    await app.until(async () => (await app.page.locator(".mantine-Skeleton-root").count()) === 0);
    expect([await notices().count(), await failures().count()]).toEqual([0, 0]);
  }

  async function tryAgain(): Promise<void> {
    await app.page.unrouteAll();
    while ((await notices().count()) > 0) {
      const left = await notices().count();
      await notices().first().getByRole("button", { name: "Try again" }).click();
      await app.until(async () => (await notices().count()) < left);
    }
  }

  for (const { name, parts, given } of pages) {
    test(`stay, and each part of the page says that they may be old: ${name}`, async () => {
      const { path, credential = adminKey } = await given(app.server);
      await openSignedIn(path, credential);
      await seeAll(parts);
      await refuse(/./);
      await link("Overview").click();
      await seePage("Overview");
      await app.page.goBack();
      await app.until(() => app.page.url() === app.url + path);
      await count(parts);
      expect(await failures().count()).toBe(0);
      await see("There were too many requests. Wait a moment, then try again.");
      await expectAccessible();
      await tryAgain();
      expect(await failures().count()).toBe(0);
    });
  }

  test("stay on the overview after the server did not answer for a while", async () => {
    const { id } = await givenCustomer(app.server, { firstName: "Ada" });
    await givenGroup(app.server, "Wholesale", [id]);
    await openSignedIn("/");
    await seeAll(5);
    await app.page.route("**/graphql", (route) => route.abort());
    await card("New customers").getByText("90 days").click();
    await see("The server does not answer");
    await refuse(/./);
    await app.page.getByText("The server does not answer").waitFor({ state: "detached" });
    await count(4);
    // The chart of another period has no data yet.
    await card("New customers").getByText("This could not be loaded").waitFor();
    for (const title of ["Latest changes", "Biggest groups", "Customers by country"]) {
      await card(title).getByText("These data may be old").waitFor();
    }
    await expectAccessible();
    await screenshot("old-data");
    await tryAgain();
    await card("New customers").getByRole("button", { name: "Try again" }).click();
    await seeAll(5);
  });

  test("stay after a change, and while others are typed in a form", async () => {
    const { id } = await givenCustomer(app.server, { firstName: "Ada" });
    await openSignedIn("/customers");
    await app.page.getByLabel("Select Ada").check();
    await refuse(/CustomersPage/);
    await button("Delete").click();
    await app.page.getByRole("dialog").getByRole("button").last().click();
    await count(1);
    await app.page.getByRole("row", { name: /Ada/ }).waitFor();
    await tryAgain();
    await see("No customers yet");
    await app.page.unrouteAll();
    await app.server.ask(`mutation { customerRestore(id: "${id}") { customer { id } } }`);
    await openSignedIn(`/customers/${id}/edit`);
    await app.page.getByRole("textbox", { name: "First name" }).fill("Augusta");
    await seeAll(1);
  });

  test("are not those of another filter: the number of exported customers", async () => {
    await givenCustomer(app.server, { firstName: "Ada" });
    await openSignedIn("/import-export/export");
    await see("1 customer is exported.");
    await refuse(/ExportCount/);
    await app.page.getByRole("searchbox").fill("nobody");
    await failures().waitFor();
    expect(await app.page.getByText("1 customer is exported.").count()).toBe(0);
    await app.page.unrouteAll();
    await button("Try again").click();
    await see("0 customers are exported.");
  });

  test("are missing in a part: names of groups and of those who have started a job", async () => {
    const { id } = await givenCustomer(app.server, { firstName: "Ada" });
    await givenGroup(app.server, "Wholesale", [id]);
    const key = await givenApiKey(app.server);
    await givenJob(app.server, { id: "job_1", actorId: key.id, status: "SUCCEEDED", finishedAt: new Date() });
    await refuse(/JobCallers|HistoryGroups/);
    for (const path of ["/import-export", "/import-export/job_1", `/customers/${id}`, "/"]) {
      await openSignedIn(path);
      await count(1);
    }
    await card("Latest changes").getByText("These data may be old").waitFor();
    await tryAgain();
  });

  test("are not live any longer, because the subscription has ended with an error", async () => {
    let isRefused = true;
    await app.page.routeWebSocket(/\/graphql$/, (socket) => {
      if (!isRefused) return void socket.connectToServer();
      socket.onMessage((text) => {
        const { type, id } = JSON.parse(String(text));
        const payload = [{ message: "Too many requests.", extensions: { code: "RATE_LIMITED" } }];
        if (type === "connection_init") socket.send(JSON.stringify({ type: "connection_ack" }));
        if (type === "subscribe") socket.send(JSON.stringify({ type: "error", id, payload }));
      });
    });
    const { id } = await givenCustomer(app.server, { firstName: "Ada" });
    await givenJob(app.server, { id: "job_1", status: "RUNNING" });
    for (const path of ["/", "/import-export/job_1"]) {
      isRefused = true;
      await openSignedIn(path);
      await count(1);
      isRefused = false;
      await notices().getByRole("button", { name: "Try again" }).click();
      await count(0);
    }
    await openSignedIn("/");
    await app.until(async () => {
      await update(app.server, id, { companyName: `Company ${Math.random()}` });
      return (await card("Latest changes").textContent())?.includes("changed the customer") === true;
    });
    expect(await notices().count()).toBe(0);
  });
});
