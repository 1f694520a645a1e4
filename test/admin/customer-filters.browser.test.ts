import { givenAddress } from "../address/address.steps.js";
import { givenApiKey } from "../api-key/api-key.steps.js";
import { givenCustomer, remove } from "../customer/customer.steps.js";
import { givenGroup, membersOf } from "../customer-group/customer-group.steps.js";
import { givenOrder } from "../order/order.steps.js";
import { describeInBrowser } from "../support/chromium.js";
import { password } from "../user/user.steps.js";
import { browserTest as test, useAdminApp } from "./admin-app.js";

describeInBrowser("the list of customers in the admin app", () => {
  const app = useAdminApp();
  const { openSignedIn, seePage, see, button, link, screenshot, expectAccessible, usePhone } = app;
  const search = (parameter: string) => new URL(app.page.url()).searchParams.get(parameter);
  const select = (name: string) => app.page.getByRole("checkbox", { name: `Select ${name}`, exact: true }).check();

  /** Four customers, of which each filter finds some. */
  async function givenPeople() {
    const ada = await givenCustomer(app.server, { firstName: "Ada", email: "ada@example.com", password });
    const bob = await givenCustomer(app.server, { firstName: "Bob" });
    const cem = await givenCustomer(app.server, { firstName: "Cem" });
    const old = await givenCustomer(app.server, { firstName: "Old" });
    const { prisma } = app.server.testDatabase.database;
    await prisma.customer.update({ where: { id: old.id }, data: { createdAt: new Date("2020-05-05T12:00:00Z") } });
    await givenAddress(app.server, bob.id);
    await givenOrder(app.server, { customerId: cem.id });
    const group = await givenGroup(app.server, "Wholesale", [ada.id, bob.id]);
    return { ada, bob, cem, group };
  }

  test("is filtered by account, country, orders and groups, and the address keeps it", async () => {
    await givenPeople();
    await openSignedIn("/customers");
    await see("4 customers");
    await button("Filters").click();
    await app.page.getByLabel("Account", { exact: true }).selectOption("no");
    await see("3 customers");
    await app.page.getByRole("combobox", { name: "In any of these groups" }).click();
    await app.page.getByRole("option", { name: "Wholesale" }).click();
    await see("1 customer");
    await link("Bob").waitFor();
    await expectAccessible();
    await screenshot("customer-filters");
    await app.page.reload();
    await see("1 customer");
    await see("Wholesale");
    await button("Clear the filters").click();
    await see("4 customers");

    await app.page.getByLabel("Orders", { exact: true }).selectOption("yes");
    await link("Cem").waitFor();
    await see("1 customer");
    await app.page.getByRole("combobox", { name: "Country of an address" }).fill("Italy");
    await app.page.getByRole("option", { name: "Italy" }).click();
    await see("No customer matches the filters");
    await app.page.getByLabel("Orders", { exact: true }).selectOption("no");
    await link("Bob").click();
    await seePage("Bob");
    await app.page.getByRole("main").getByRole("link", { name: "Customers" }).click();
    await seePage("Customers");
    expect([search("country"), search("orders")]).toEqual(["it", "no"]);
  });

  test("is filtered by the days of creation, both of which are included", async () => {
    await givenPeople();
    await openSignedIn("/customers?to=2020-05-05");
    await see("1 customer");
    await link("Old").waitFor();
    await app.page.getByLabel("Created until").fill("2020-05-04");
    await see("No customer matches the filters");
    await app.page.getByLabel("Created until").fill("");
    await see("4 customers");
    await app.page.getByLabel("Created from").fill("2020-05-05");
    await app.until(() => search("from") === "2020-05-05");
    await see("4 customers");
    await app.page.getByLabel("Created from").fill("2020-05-06");
    await see("3 customers");
  });

  test("keeps the focus and a half typed day, and filters by whole days", async () => {
    await givenPeople();
    await openSignedIn("/customers");
    await see("4 customers");
    await button("Filters").click();
    const from = app.page.getByLabel("Created from");
    const isFocused = () => from.evaluate((element) => element === element.ownerDocument.activeElement);
    await from.focus();
    await app.page.keyboard.type("05062020");
    await app.until(() => search("from") === "2020-05-06");
    await see("3 customers");
    expect(await isFocused()).toBe(true);
    await app.page.keyboard.press("Backspace");
    await app.page.keyboard.type("20");
    expect([await from.inputValue(), await isFocused()]).toEqual(["0020-05-06", true]);
    expect(search("from")).toBe("2020-05-06");
    await app.page.keyboard.type("19");
    await app.until(() => search("from") === "2019-05-06");
    await see("4 customers");
    expect(await isFocused()).toBe(true);

    await app.page.getByLabel("Created until").fill("2020-05-05");
    await see("1 customer");
    await button("Clear the filters").click();
    await see("4 customers");
    expect(await from.inputValue()).toBe("");
    await app.page.goBack();
    await see("1 customer");
    expect(await from.inputValue()).toBe("2019-05-06");
  });

  test("refuses a day that is typed only in part", async () => {
    await givenPeople();
    await openSignedIn("/customers?from=2020-05-06");
    await see("3 customers");
    const from = app.page.getByLabel("Created from");
    const isRefused = from.and(app.page.locator('[aria-invalid="true"]'));
    await from.focus();
    await app.page.keyboard.press("Delete");
    await app.page.getByLabel("Created until").focus();
    await isRefused.waitFor();
    await see("Type a whole, existing date, or empty the field.");
    await expectAccessible();
    await screenshot("customer-filters-day");
    expect(search("from")).toBe("2020-05-06");
    await see("3 customers");
    await from.fill("2020-05-05");
    await see("4 customers");
    await isRefused.waitFor({ state: "detached" });
    await from.fill("0020-05-05");
    await app.page.getByLabel("Created until").focus();
    await isRefused.waitFor();
    expect(search("from")).toBe("2020-05-05");
    await from.focus();
    for (const key of ["Delete", "ArrowRight", "Delete", "ArrowRight", "Delete"]) await app.page.keyboard.press(key);
    await app.page.getByLabel("Created until").focus();
    await app.until(() => search("from") === null);
    await isRefused.waitFor({ state: "detached" });
  });

  test("shows the chosen columns", async () => {
    await givenPeople();
    await openSignedIn("/customers");
    await see("4 customers");
    await button("Columns").click();
    await app.page.getByRole("checkbox", { name: "Groups", exact: true }).click();
    await app.page.getByRole("columnheader", { name: "Groups" }).waitFor();
    await app.page.getByRole("checkbox", { name: "Company", exact: true }).click();
    await app.page.getByRole("cell", { name: "Wholesale" }).first().waitFor();
    await app.page.getByRole("columnheader", { name: "Company" }).waitFor({ state: "detached" });
    await expectAccessible();
    await app.page.reload();
    await app.page.getByRole("cell", { name: "Wholesale" }).first().waitFor();
    expect(search("columns")).toBe("name,email,phone,groups,created");
  });

  test("adds the selected customers to a group, and removes them", async () => {
    const { cem, group } = await givenPeople();
    await openSignedIn("/customers");
    await select("Cem");
    await select("Ada");
    await see("2 customers selected");
    await expectAccessible();
    await screenshot("customers-selected");
    await button("Add to a group").click();
    await app.page.getByRole("combobox", { name: "Choose a group" }).fill("whole");
    await expectAccessible();
    await app.page.getByRole("option", { name: "Wholesale" }).click();
    await see("1 customer was added. 1 was already in the group.");
    expect(await membersOf(app.server, group.id)).toContain(cem.id);

    await select("Cem");
    await button("Remove from a group").click();
    await app.page.getByRole("combobox", { name: "Choose a group" }).fill("whole");
    await app.page.getByRole("option", { name: "Wholesale" }).click();
    await see("1 customer was removed.");
    expect(await membersOf(app.server, group.id)).not.toContain(cem.id);
  });

  test("adds 50 customers of several pages to a group", async () => {
    const { prisma } = app.server.testDatabase.database;
    const names = Array.from({ length: 50 }, (_, index) => `Customer ${index + 10}`);
    await prisma.customer.createMany({ data: names.map((firstName) => ({ id: `cus_${firstName}`, firstName })) });
    const group = await givenGroup(app.server, "Wholesale");
    await openSignedIn("/customers");
    await see("50 customers");
    const all = app.page.getByRole("checkbox", { name: "Select all rows of this page" });
    await all.check();
    await button("Next").click();
    await link("Customer 10").waitFor();
    await all.check();
    await see("50 customers selected");
    await button("Add to a group").click();
    await app.page.getByRole("combobox", { name: "Choose a group" }).click();
    await app.page.getByRole("option", { name: "Wholesale" }).click();
    await see("50 customers were added.");
    expect(await membersOf(app.server, group.id)).toHaveLength(50);
  });

  test("says in the choices that they are loaded, or could not be loaded", async () => {
    app.allowComplaints(/status of 500/);
    await givenPeople();
    let answer = () => {};
    const isAnswered = new Promise<void>((resolve) => {
      answer = resolve;
    });
    let hasFailed = false;
    await app.page.route("**/graphql", async (route) => {
      if (!/GroupPicker|Countries/.test(route.request().postDataJSON()?.operationName)) return route.continue();
      await isAnswered;
      return hasFailed ? route.continue() : route.fulfill({ status: 500, contentType: "application/json", body: "{}" });
    });
    await openSignedIn("/customers");
    await see("4 customers");
    await button("Filters").click();
    const [groups, country] = [
      app.page.getByRole("combobox", { name: "In any of these groups" }),
      app.page.getByRole("combobox", { name: "Country of an address" }),
    ];
    const option = (name: string) => app.page.getByRole("option", { name });
    await groups.click();
    await option("Loading the choices…").waitFor();
    await country.fill("Ita");
    await option("Loading the choices…").waitFor();
    await expectAccessible();
    answer();
    await option("The choices could not be loaded. Open them again to try again.").waitFor();
    await expectAccessible();
    await screenshot("choices-failed");
    await groups.click();
    await option("The choices could not be loaded.").waitFor();
    await app.page.keyboard.press("Escape");
    hasFailed = true;
    await groups.click();
    await option("Wholesale").waitFor();
    await country.click();
    await option("Italy").waitFor();
  });

  test("deletes the selected customers, and restores deleted ones", async () => {
    await givenPeople();
    await openSignedIn("/customers");
    await select("Bob");
    await button("Delete").click();
    await see("You can restore them later.");
    await expectAccessible();
    await button("Delete 1 customer").click();
    await see("3 customers");
    await app.page.getByText("Deleted", { exact: true }).click();
    await select("Bob");
    await button("Restore").click();
    await see("No deleted customers");
  });

  test("offers what the scopes of the viewer allow", async () => {
    const { id } = await givenCustomer(app.server, { firstName: "Ada" });
    await givenGroup(app.server, "Wholesale", [id]);
    const { secret } = await givenApiKey(app.server, ["CUSTOMERS_READ"]);
    await openSignedIn("/customers?groups=cusgroup_1&orders=yes&columns=groups,orders", secret);
    await link("Ada").waitFor();
    expect(await app.page.getByRole("checkbox").count()).toBe(0);
    await button("Filters").click();
    await app.page.getByLabel("Account", { exact: true }).waitFor();
    expect(await app.page.getByLabel("Orders", { exact: true }).count()).toBe(0);
    expect(await app.page.getByRole("combobox", { name: "In any of these groups" }).count()).toBe(0);
  });

  test("fits a phone and the dark with all panels", async () => {
    const { ada } = await givenPeople();
    await remove(app.server, ada.id);
    await usePhone();
    await app.page.emulateMedia({ colorScheme: "dark" });
    await openSignedIn("/customers?account=no");
    await see("3 customers");
    await select("Bob");
    await see("1 customer selected");
    expect(await app.page.evaluate("document.documentElement.scrollWidth")).toBe(390);
    await expectAccessible();
    await screenshot("customer-filters-phone");
    await button("Columns").click();
    await app.page.getByRole("checkbox", { name: "Last changed" }).waitFor();
    await expectAccessible();
  });
});
