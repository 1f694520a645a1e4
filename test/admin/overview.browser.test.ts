import { givenAddress } from "../address/address.steps.js";
import { givenApiKey } from "../api-key/api-key.steps.js";
import { givenCustomer, update } from "../customer/customer.steps.js";
import { givenGroup } from "../customer-group/customer-group.steps.js";
import { describeInBrowser } from "../support/chromium.js";
import { givenCustomers } from "../support/given-rows.js";
import { password } from "../user/user.steps.js";
import { browserTest as test, useAdminApp } from "./admin-app.js";

describeInBrowser("the overview of the admin app", () => {
  const app = useAdminApp();
  const { openSignedIn, seePage, see, link, screenshot, expectAccessible, usePhone } = app;
  const card = (title: string) => app.page.getByRole("region", { name: title, exact: true });

  const growth = () => card("New customers");
  const isAt = (path: string) => app.until(() => app.page.url() === app.url + path);

  /** In Auckland, a day begins 12 or 13 hours before it begins in UTC. */
  const partOfAuckland = (date: Date, part: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat("en-US", { timeZone: "Pacific/Auckland", ...part }).format(date);
  const now = new Date();
  const monthOf = (date: Date) => ({
    month: partOfAuckland(date, { month: "short" }),
    year: partOfAuckland(date, { year: "numeric" }),
  });
  const firstOfMonth = Date.UTC(
    Number(partOfAuckland(now, { year: "numeric" })),
    Number(partOfAuckland(now, { month: "numeric" })) - 1,
  );
  const hours = 3_600_000;
  const thisMonth = monthOf(now);
  const lastMonth = monthOf(new Date(firstOfMonth - 48 * hours));

  /** Three customers of the last month and one of the first hours of this month, in Auckland. In UTC, all are of the last month. */
  async function givenGrowth() {
    const createdAt = [48, 36, 14, 11.5].map((before) => new Date(firstOfMonth - before * hours));
    await givenCustomers(
      app.server,
      createdAt.map((time, index) => ({ id: `cus_${index}`, createdAt: time })),
    );
  }

  async function givenPeople() {
    const ada = await givenCustomer(app.server, { firstName: "Ada", email: "ada@example.com", password });
    const bob = await givenCustomer(app.server, { firstName: "Bob" });
    await givenGroup(app.server, "Empty");
    await givenGroup(app.server, "Newsletter", [ada.id]);
    await givenGroup(app.server, "Wholesale", [ada.id, bob.id]);
    return { ada, bob };
  }

  test("counts customers, and leads to them", async () => {
    await givenPeople();
    await openSignedIn("/");
    await seePage("Overview");
    await card("Biggest groups").getByRole("listitem").first().getByText("Wholesale").waitFor();
    expect(await card("Biggest groups").getByRole("listitem").allInnerTexts()).toEqual([
      expect.stringMatching(/^Wholesale\s+2$/),
      expect.stringMatching(/^Newsletter\s+1$/),
    ]);
    await card("Latest changes").getByText("created the group").first().waitFor();
    await expectAccessible();
    await screenshot("overview");
    await link("Registered").click();
    await seePage("Customers");
    await see("1 customer");
    await app.page.goBack();
    await link("New in 30 days").click();
    await see("2 customers");
  });

  test("shows a change when it is made", async () => {
    const { bob } = await givenPeople();
    await openSignedIn("/");
    await card("Latest changes").getByText("created the group").first().waitFor();
    const first = card("Latest changes").getByRole("listitem").first();
    // The subscription may begin after the first change.
    await app.until(async () => {
      await update(app.server, bob.id, { companyName: `Company ${Math.random()}` });
      return (await first.textContent())?.includes("changed the customer") === true;
    });
    await first.getByRole("link", { name: "Bob" }).click();
    await seePage("Bob");
  });

  test("counts customers again after a change, but not while the page is hidden", async () => {
    await givenPeople();
    const readings = () =>
      app.requests.filter((request) => request.postData()?.includes("query OverviewTotals") === true).length;
    const hide = async (isHidden: boolean) => {
      await app.page.evaluate(`Object.defineProperty(document, "hidden", { value: ${isHidden}, configurable: true })`);
      await app.page.evaluate('document.dispatchEvent(new Event("visibilitychange"))');
    };
    const isShown = (text: string) => card("Latest changes").getByRole("listitem").first().getByText(text).waitFor();
    let count = 2;
    const createCustomer = (firstName: string) => {
      count += 1;
      return givenCustomer(app.server, { firstName });
    };
    const total = () =>
      app.page
        .locator("main div", { has: link("Customers") })
        .last()
        .getByText(String(count), { exact: true });

    await openSignedIn("/");
    await card("Latest changes").getByText("created the group").first().waitFor();
    // The subscription may begin after the first change.
    await app.until(async () => {
      await createCustomer("Cleo");
      return (await card("Latest changes").getByRole("listitem").first().textContent())?.includes("Cleo") === true;
    });
    await total().waitFor();
    await hide(true);
    const before = readings();
    await createCustomer("Dora");
    await isShown("Dora");
    await app.page.waitForTimeout(4_000);
    expect(readings()).toBe(before);
    await hide(false);
    await total().waitFor();
    expect(readings()).toBe(before + 1);
  });

  test("shows only what the scopes of the viewer allow", async () => {
    await givenPeople();
    const { secret } = await givenApiKey(app.server, ["CUSTOMERS_READ"]);
    await openSignedIn("/", secret);
    await seePage("Overview");
    await see("New in 30 days");
    expect(await app.page.getByRole("heading", { level: 2 }).allTextContents()).toEqual([
      "New customers",
      "Customers by country",
    ]);
    await expectAccessible();
  });

  test("shows new customers by time, in the time zone of the browser, as a chart and as a table", async () => {
    await givenGrowth();
    const session = await app.context.newCDPSession(app.page);
    await session.send("Emulation.setTimezoneOverride", { timezoneId: "Pacific/Auckland" });
    await openSignedIn("/");
    await growth()
      .getByRole("img", { name: /^Bar chart of 4 new customers since / })
      .waitFor();
    await growth().locator(".recharts-bar-rectangle path").first().waitFor();
    await expectAccessible();
    await screenshot("overview-chart");
    await growth().getByText("Show the numbers as a table").press("Enter");
    const inMonth = ({ month, year }: typeof lastMonth) =>
      growth().getByRole("row", { name: new RegExp(`^${month} ${year} \\d`) });
    await inMonth(thisMonth).getByText("1", { exact: true }).waitFor();
    expect(await inMonth(lastMonth).getByRole("cell").textContent()).toBe("3");
    expect(await growth().getByRole("row").count()).toBe(13);
    await expectAccessible();
  });

  test("keeps the period and the interval of the chart in the address", async () => {
    await givenGrowth();
    await openSignedIn("/");
    await app.page.getByRole("radio", { name: "90 days" }).focus();
    await app.page.keyboard.press("Space");
    await isAt("/?period=90-days");
    await growth().locator("th", { hasText: "Week from" }).waitFor({ state: "attached" });
    await growth().getByText("Day", { exact: true }).click();
    await isAt("/?period=90-days&interval=day");
    await app.page.reload();
    await growth().getByText("Show the numbers as a table").click();
    await growth().getByRole("columnheader", { name: "Day" }).waitFor();
    expect(await growth().getByRole("row").count()).toBe(91);
    await app.page.goBack();
    await app.page.goBack();
    await growth().locator("th", { hasText: "Month" }).waitFor({ state: "attached" });
    await growth().getByText("5 years").click();
    await growth().getByRole("radio", { name: "Day", exact: true }).waitFor({ state: "detached" });
  });

  test("shows customers by country, with their share", async () => {
    const countries = ["it", "it", "it", "de", "fr", "at", "be", "bg", "hr", "cy", "cz", "dk"];
    for (const [index, countryCode] of countries.entries()) {
      const { id } = await givenCustomer(app.server, { firstName: `Customer ${index}` });
      await givenAddress(app.server, id, { countryCode, isDefaultShipping: true });
    }
    for (const firstName of ["Ann", "Bob", "Cleo"]) await givenCustomer(app.server, { firstName });
    await openSignedIn("/");
    await card("Customers by country").getByRole("row", { name: "Italy 3 20%" }).waitFor();
    await card("Customers by country").getByRole("row", { name: "Others 3 20%" }).waitFor();
    const names = card("Customers by country").locator("tbody th");
    expect(await names.count()).toBe(9);
    expect(await names.nth(0).textContent()).toBe("Italy");
    expect(await names.nth(8).textContent()).toBe("Without an address");
  });

  test("says that there are no customers yet, and that figures could not be loaded", async () => {
    app.allowComplaints(/status of 500/);
    await openSignedIn("/");
    await growth().getByText("No customers yet").waitFor();
    await card("Customers by country").getByText("No customers yet").waitFor();
    await expectAccessible();
    await screenshot("overview-empty");
    const failure = { status: 500, contentType: "application/json", body: "{}" };
    const isGrowth = (body: string | null) => body?.includes("OverviewGrowth") === true;
    await app.page.route("**/graphql", (route) =>
      isGrowth(route.request().postData()) ? route.fulfill(failure) : route.continue(),
    );
    await app.page.reload();
    await growth().getByText("This could not be loaded").waitFor();
    await app.page.unroute("**/graphql");
    await growth().getByRole("button", { name: "Try again" }).click();
    await growth().getByText("No customers yet").waitFor();
  });

  test("fits a phone, and is read in the dark", async () => {
    await givenGrowth();
    await givenPeople();
    await usePhone();
    await app.page.emulateMedia({ colorScheme: "dark" });
    await openSignedIn("/");
    await card("Latest changes").getByText("created the group").first().waitFor();
    await growth().locator(".recharts-bar-rectangle path").first().waitFor();
    expect(await app.page.evaluate("document.documentElement.scrollWidth")).toBe(390);
    await expectAccessible();
    await screenshot("overview-phone");
    await app.page.setViewportSize({ width: 1280, height: 800 });
    await expectAccessible();
    await screenshot("overview-dark");
  });
});
