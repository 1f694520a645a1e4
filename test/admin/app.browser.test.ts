import type { Duplex } from "node:stream";
import { givenApiKey } from "../api-key/api-key.steps.js";
import { givenCustomer } from "../customer/customer.steps.js";
import { givenGroup } from "../customer-group/customer-group.steps.js";
import { givenErrors, givenJob } from "../job/job.steps.js";
import { givenPriceList, price } from "../price-list/price-list.steps.js";
import { givenRegion } from "../region/region.steps.js";
import { describeInBrowser } from "../support/chromium.js";
import type { TestServer } from "../support/server.js";
import { givenUser } from "../user/user.steps.js";
import { browserTest as test, useAdminApp } from "./admin-app.js";

/** The budget for the scripts of the first view, compressed. */
const scriptBudget = 200_000;

describeInBrowser("the admin app", () => {
  const app = useAdminApp();
  const { openSignedIn, seePage, see, button, link, screenshot, expectAccessible } = app;

  test("shows its first view with less than 200 kB of compressed scripts", async () => {
    await openSignedIn("/customers");
    await see("No customers yet");
    const scripts = app.requests.filter((request) => request.resourceType() === "script");
    const sizes = await Promise.all(scripts.map(async (request) => (await request.sizes()).responseBodySize));
    const total = sizes.reduce((sum, size) => sum + size, 0);
    process.stdout.write(`Scripts of the first view: ${total} bytes in ${scripts.length} files.\n`);
    expect(total).toBeGreaterThan(50_000);
    expect(total).toBeLessThan(scriptBudget);
  });

  test("leads from the start page to the first section that the viewer may open", async () => {
    const { secret } = await givenApiKey(app.server, ["CUSTOMER_GROUPS_READ"]);
    await openSignedIn("/", secret);
    await seePage("Groups");
  });

  test("says that a page does not exist, and so does a page whose object does not exist", async () => {
    await openSignedIn("/customers/cus_1/nothing");
    await seePage("Page not found");
    await expectAccessible();
    await screenshot("not-found");
    await app.page.goto(`${app.url}/customers/cus_1`);
    await seePage("Page not found");
  });

  test("says so for an address that nothing has, too", async () => {
    app.allowComplaints(/status of 404/);
    await openSignedIn("/nothing/at/all");
    await seePage("Page not found");
    await link("Go to the start page").click();
    await seePage("Overview");
  });

  test("leads from an empty page of each list to its first page", async () => {
    const { id } = await givenCustomer(app.server, { firstName: "Ada" });
    const group = await givenGroup(app.server, "Wholesale", [id]);
    const priceList = await givenPriceList(app.server, { prices: [price] });
    await givenRegion(app.server);
    await givenUser(app.server);
    await givenJob(app.server, { id: "job_1", status: "SUCCEEDED", failed: 1, finishedAt: new Date() });
    await givenErrors(app.server, "job_1", 1);
    const ends = await endCursors(app.server, { groupId: group.id, priceListId: priceList.id });
    const pages = {
      "/customers": ends.customers,
      "/groups": ends.customerGroups,
      [`/groups/${group.id}`]: ends.customerGroup.customers,
      "/price-lists": ends.priceLists,
      [`/price-lists/${priceList.id}`]: ends.priceList.prices,
      "/regions": ends.regions,
      "/staff": ends.users,
      "/api-keys": ends.apiKeys,
      "/import-export": ends.jobs,
      "/import-export/job_1": ends.job.errors,
    };
    await openSignedIn();
    await seePage("Overview");
    for (const [path, { pageInfo }] of Object.entries(pages)) {
      await app.page.goto(`${app.url}${path}?after=${encodeURIComponent(pageInfo.endCursor)}`);
      await see("This page is empty");
      await button("Show the first page").press("Enter");
      await app.until(() => app.page.url() === app.url + path);
      await app.page.getByRole("row").nth(1).waitFor();
    }
    await app.page.goBack();
    await see("This page is empty");
    await expectAccessible();
    await screenshot("empty-page");
  });

  test("says when the server does not answer, and continues when it does", async () => {
    app.allowComplaints(/Failed to load resource|ERR_/);
    await givenCustomer(app.server, { firstName: "Ada" });
    await openSignedIn("/customers");
    await see("1 customer");
    await app.page.route("**/graphql", (route) => route.abort());
    await app.page.getByRole("searchbox").fill("ada");
    await see("The server does not answer");
    await see("This could not be loaded");
    await expectAccessible();
    await screenshot("server-away");
    await app.page.unroute("**/graphql");
    await see("1 customer");
    await app.page.getByText("The server does not answer").waitFor({ state: "detached" });
    expect(await app.page.getByText("This could not be loaded").count()).toBe(0);
  });

  /** Lets all requests fail, or those that a pattern matches. Returns a function that ends it. */
  async function failRequests(pattern = "**/*"): Promise<() => Promise<void>> {
    app.allowComplaints(/Failed to load resource|ERR_|CodeNotLoaded|WebSocket/);
    await app.page.route(pattern, (route) => route.abort());
    return () => app.page.unroute(pattern);
  }

  test("loads a page whose code was not loaded when the server answers again", async () => {
    await openSignedIn("/customers");
    await see("No customers yet");
    const restore = await failRequests();
    await link("Groups").click();
    await seePage("The server does not answer");
    await expectAccessible();
    await screenshot("code-not-loaded");
    await restore();
    await seePage("Groups");
  });

  test("loads such a page also when it is opened again after the server answers", async () => {
    await openSignedIn("/customers");
    await see("No customers yet");
    const restore = await failRequests();
    await link("Groups").click();
    await seePage("The server does not answer");
    await link("Customers").click();
    await seePage("Customers");
    await restore();
    await app.page.getByText("The server does not answer").waitFor({ state: "detached" });
    await link("Groups").click();
    await seePage("Groups");
  });

  test("loads itself again once if another version of the server lacks the code of a page", async () => {
    await openSignedIn("/customers");
    await see("No customers yet");
    let visits = 0;
    app.page.on("domcontentloaded", () => {
      visits += 1;
    });
    const restore = await failRequests("**/groups-page-*.js");
    await link("Groups").click();
    await seePage("Something went wrong");
    expect(visits).toBe(1);
    await restore();
    await button("Load the page again").click();
    await seePage("Groups");
  });

  test("says that the server does not answer when a live list loses its connection", async () => {
    const sockets: Duplex[] = [];
    app.server.app.server.on("upgrade", (_request, socket: Duplex) => sockets.push(socket));
    await openSignedIn("/");
    await seePage("Overview");
    await app.until(() => sockets.length > 0);
    const restore = await failRequests("**/graphql");
    for (const socket of sockets) socket.destroy();
    await see("The server does not answer");
    await restore();
    await app.page.getByText("The server does not answer").waitFor({ state: "detached" });
    await app.until(() => sockets.length > 1);
  });

  test("starts when the server answers again", async () => {
    app.allowComplaints(/Failed to load resource|ERR_/);
    await app.page.route("**/graphql", (route) => route.abort());
    await openSignedIn("/customers");
    await seePage("The server does not answer");
    await app.page.unroute("**/graphql");
    await button("Try again").click();
    await seePage("Customers");
  });

  test("leads to the playground, which leads back", async () => {
    await openSignedIn("/customers");
    await link("API playground").click();
    await app.page.locator(".graphiql-query-editor .view-line").first().waitFor();
    await link("Admin app").click();
    await seePage("Overview");
  });

  test("skips the navigation with the first key", async () => {
    await openSignedIn("/customers");
    await seePage("Customers");
    await app.page.keyboard.press("Tab");
    await app.page.keyboard.press("Enter");
    expect(await app.page.evaluate("document.activeElement.id")).toBe("main");
  });
});

describeInBrowser("the admin app of a server without a playground", () => {
  const app = useAdminApp({ playground: false });

  test("does not lead to it", async () => {
    await app.openSignedIn("/customers");
    await app.button("Sign out").waitFor();
    expect(await app.link("API playground").count()).toBe(0);
  });
});

interface End {
  readonly pageInfo: { readonly endCursor: string };
}

interface Ends {
  readonly customers: End;
  readonly customerGroups: End;
  readonly customerGroup: { readonly customers: End };
  readonly priceLists: End;
  readonly priceList: { readonly prices: End };
  readonly regions: End;
  readonly users: End;
  readonly apiKeys: End;
  readonly jobs: End;
  readonly job: { readonly errors: End };
}

/** Returns the cursors of the last rows, in the order of the lists of the app. */
async function endCursors(server: TestServer, variables: { groupId: string; priceListId: string }): Promise<Ends> {
  const newestFirst = "sort: [{ field: ID, direction: DESC }]";
  const end = "{ pageInfo { endCursor } }";
  const query = `query ($groupId: ID!, $priceListId: ID!) {
    customers(${newestFirst}) ${end}
    customerGroups(sort: [{ field: NAME }]) ${end}
    customerGroup(id: $groupId) { customers ${end} }
    priceLists(${newestFirst}) ${end}
    priceList(id: $priceListId) { prices ${end} }
    regions ${end}
    users ${end}
    apiKeys ${end}
    jobs ${end}
    job(id: "job_1") { errors ${end} }
  }`;
  const { data } = await server.ask(query, variables);
  return data as unknown as Ends;
}
