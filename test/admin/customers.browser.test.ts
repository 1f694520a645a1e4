import { givenCustomer, remove } from "../customer/customer.steps.js";
import { describeInBrowser } from "../support/chromium.js";
import { browserTest as test, useAdminApp } from "./admin-app.js";

describeInBrowser("the customers of the admin app", () => {
  const app = useAdminApp();
  const { openSignedIn, seePage, see, button, link, screenshot, expectAccessible, usePhone, until } = app;
  const search = () => app.page.getByRole("searchbox", { name: "Search customers" });
  const rows = () => app.page.getByRole("row").filter({ has: app.page.getByRole("cell") });
  const isAt = (path: string) => until(() => app.page.url() === app.url + path);

  async function givenPeople() {
    await givenCustomer(app.server, {
      firstName: "Ada",
      lastName: "Lovelace",
      email: "ada@example.com",
      phone: "+44 20 7946 0018",
    });
    await givenCustomer(app.server, { companyName: "شركة النور للتجارة" });
    await givenCustomer(app.server, { firstName: "Björk", lastName: "Åkesson" });
    await givenCustomer(app.server, { phone: "+39 06 1234" });
  }

  test("are found while somebody types, and open with the keyboard", async () => {
    await givenPeople();
    await openSignedIn("/customers");
    await see("4 customers");
    await expectAccessible();
    await screenshot("customers");
    await search().focus();
    await app.page.keyboard.type("akes");
    await see("1 customer");
    await isAt("/customers?search=akes");
    expect(await rows().count()).toBe(1);

    await link("Björk Åkesson").press("Enter");
    await seePage("Björk Åkesson");
    expect(await app.page.title()).toBe("Björk Åkesson · Shop customers");
    expect(await app.page.evaluate("document.activeElement.tagName")).toBe("H1");
    await expectAccessible();
    await screenshot("customer");
    await app.page.goBack();
    await see("1 customer");
    expect(await search().inputValue()).toBe("akes");
  });

  test("open at a click before the search is sent", async () => {
    await givenPeople();
    await openSignedIn("/customers");
    await see("4 customers");
    await search().fill("akes");
    await link("Björk Åkesson").click();
    await seePage("Björk Åkesson");
  });

  test("are named by company, email or phone if they have no name", async () => {
    await givenPeople();
    await openSignedIn("/customers");
    await link("شركة النور للتجارة").waitFor();
    await link("+39 06 1234").waitFor();
  });

  test("are sorted by a heading, in the address, too", async () => {
    await givenPeople();
    await openSignedIn("/customers");
    await button("Name").click();
    await isAt("/customers?sort=LAST_NAME");
    await app.page
      .getByRole("columnheader", { name: "Name" })
      .and(app.page.locator('[aria-sort="ascending"]'))
      .waitFor();
    await rows().first().filter({ hasText: "Åkesson" }).waitFor();
    await button("Name").click();
    await isAt("/customers?sort=-LAST_NAME");
    await app.page.reload();
    await app.page.locator('[aria-sort="descending"]').waitFor();
  });

  test("have pages that survive a reload and the back button", async () => {
    for (let index = 0; index < 30; index += 1) await givenCustomer(app.server, { firstName: `Customer ${index}` });
    await openSignedIn("/customers");
    await see("30 customers");
    await link("Customer 29").waitFor();
    await button("Next").click();
    await link("Customer 4").waitFor();
    expect(await rows().count()).toBe(5);
    await app.page.reload();
    await link("Customer 4").waitFor();
    expect(await button("Next").isDisabled()).toBe(true);
    await button("Previous").click();
    await link("Customer 29").waitFor();
    await app.page.goBack();
    await link("Customer 4").waitFor();
    await search().fill("Customer 12");
    await see("1 customer");
    await isAt("/customers?search=Customer+12");
  });

  test("show a way out of an address whose cursor is wrong", async () => {
    app.allowComplaints(/status of 400/);
    await givenPeople();
    await openSignedIn("/customers?after=nonsense");
    await app.page.getByRole("alert").waitFor();
    await button("Show the first page").click();
    await see("4 customers");
  });

  test("can be the deleted ones", async () => {
    const { id } = await givenCustomer(app.server, { firstName: "Gone" });
    await remove(app.server, id);
    await openSignedIn("/customers");
    await see("No customers yet");
    await screenshot("customers-empty");
    await app.page.getByText("Deleted", { exact: true }).click();
    await link("Gone").waitFor();
    await isAt("/customers?deleted=ONLY");
    await expectAccessible();
  });

  test("fit a phone", async () => {
    await usePhone();
    await givenPeople();
    await openSignedIn("/customers");
    await see("4 customers");
    expect(await app.page.evaluate("document.documentElement.scrollWidth")).toBe(390);
    await screenshot("customers-phone");
    await expectAccessible();
    await app.page.getByLabel("Sort by").selectOption("LAST_NAME:ASC");
    await rows().first().filter({ hasText: "Åkesson" }).waitFor();
    await button("Open the navigation").click();
    await screenshot("navigation-phone");
    await expectAccessible();
    await link("Customers").click();
    await button("Open the navigation").waitFor();
  });

  test("can be read in the dark", async () => {
    await givenPeople();
    await app.page.emulateMedia({ colorScheme: "dark" });
    await openSignedIn("/customers");
    await see("4 customers");
    await expectAccessible();
    await screenshot("customers-dark");
    await app.page.getByText("Light", { exact: true }).click();
    await app.page.locator('html[data-mantine-color-scheme="light"]').waitFor();
  });
});
