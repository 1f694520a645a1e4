import { readFile } from "node:fs/promises";
import type { Route } from "playwright-core";
import { givenAddress } from "../address/address.steps.js";
import { givenApiKey } from "../api-key/api-key.steps.js";
import { givenCustomer, remove, update } from "../customer/customer.steps.js";
import { givenGroup, membersOf } from "../customer-group/customer-group.steps.js";
import { givenOrder } from "../order/order.steps.js";
import { givenPriceList } from "../price-list/price-list.steps.js";
import { describeInBrowser } from "../support/chromium.js";
import { browserTest as test, useAdminApp } from "./admin-app.js";

describeInBrowser("one customer in the admin app", () => {
  const app = useAdminApp();
  const { openSignedIn, seePage, see, button, field, link, screenshot, expectAccessible, usePhone } = app;
  const card = (title: string) => app.page.getByRole("region", { name: title, exact: true });
  const item = (name: string) => app.page.getByRole("menuitem", { name, exact: true });
  const choose = async (menu: string, name: string) => {
    await button(menu).click();
    await item(name).click();
  };
  const ada = { firstName: "Ada", lastName: "Lovelace", email: "ada@example.com", phone: "+44 20 7946 0018" };
  const given = () => givenCustomer(app.server, ada);
  const operationOf = (route: Route) => route.request().postDataJSON()?.operationName;

  test("is edited, with each user error at its field", async () => {
    await givenCustomer(app.server, { email: "taken@example.com" });
    const { id } = await given();
    await openSignedIn(`/customers/${id}`);
    await link("Edit").click();
    await seePage("Edit customer");
    await expectAccessible();
    await field("Email").fill("taken@example.com");
    await field("Company").fill("Analytical Engines");
    await button("Save").click();
    await app.page.locator('[aria-invalid="true"][data-path="email"]').waitFor();
    expect(await field("Company").inputValue()).toBe("Analytical Engines");
    await screenshot("edit-customer-error");

    await field("Email").fill("");
    await button("Save").click();
    await seePage("Ada Lovelace");
    await see("The customer was saved.");
    await see("Analytical Engines");
    expect(await card("Details").getByText("ada@example.com").count()).toBe(0);

    await app.page.goBack();
    await seePage("Ada Lovelace");
    expect(new URL(app.page.url()).pathname).toBe(`/customers/${id}`);
  });

  test("shows both versions when somebody else has saved meanwhile, and saves the chosen one", async () => {
    const { id } = await given();
    await openSignedIn(`/customers/${id}/edit`);
    await field("First name").fill("Augusta");
    await field("Phone").fill("+44 1");
    await update(app.server, id, { firstName: "Ada Augusta", lastName: "King" });
    await button("Save").click();
    const conflict = app.page.getByRole("alert");
    await conflict.getByText("Somebody else has saved changes meanwhile").waitFor();
    expect(await conflict.evaluate((element) => element === element.ownerDocument.activeElement)).toBe(true);
    // What was typed stays. The other changes are taken over.
    expect(await field("Last name").inputValue()).toBe("King");
    expect(await field("Phone").inputValue()).toBe("+44 1");
    expect(await field("First name").inputValue()).toBe("Augusta");
    await expectAccessible();
    await screenshot("customer-conflict");
    await conflict.getByRole("radiogroup", { name: "Last name" }).getByText("Before: Lovelace").waitFor();
    await conflict.getByRole("radiogroup", { name: "First name" }).getByText("Yours: Augusta").waitFor();
    await conflict.getByRole("radiogroup", { name: "First name" }).getByText("Saved: Ada Augusta").click();
    expect(await field("First name").inputValue()).toBe("Ada Augusta");
    await button("Save these values").click();
    await seePage("Ada Augusta King");
    await see("+44 1");
  });

  test("says why the values that were chosen after a conflict could not be saved", async () => {
    app.allowComplaints(/Failed to load resource|ERR_/);
    const { id } = await given();
    await openSignedIn(`/customers/${id}/edit`);
    await field("First name").fill("Augusta");
    await update(app.server, id, { firstName: "Ada Augusta" });
    await button("Save").click();
    await see("Somebody else has saved changes meanwhile");
    await app.page.route("**/graphql", (route) => route.abort());
    await button("Save these values").click();
    await see("The server could not be reached.");
    await app.page.unroute("**/graphql");
    await remove(app.server, id);
    await button("Save these values").click();
    await see("Must be the id of an existing customer.");
    await expectAccessible();
  });

  test("says why it could not be saved after others have saved the same values", async () => {
    app.allowComplaints(/Failed to load resource|ERR_/);
    const { id } = await given();
    await openSignedIn(`/customers/${id}/edit`);
    await field("First name").fill("Augusta");
    await update(app.server, id, { firstName: "Augusta" });
    let sent = 0;
    await app.page.route("**/graphql", (route) => {
      if (operationOf(route) === "EditCustomer") sent += 1;
      return sent === 2 ? route.abort() : route.continue();
    });
    await button("Save").click();
    await see("The server could not be reached.");
  });

  test("is left by a link only after a question, and the link itself is then followed", async () => {
    const { id } = await given();
    await openSignedIn(`/customers/${id}/edit`);
    await field("First name").fill("Augusta");
    const otherTab = app.context.waitForEvent("page");
    await link("Groups").click({ modifiers: ["ControlOrMeta"] });
    await (await otherTab).close();
    expect(await app.page.getByRole("dialog").count()).toBe(0);
    await link("API playground").click();
    await see("Leave without saving?");
    await button("Cancel").click();
    expect(await field("First name").inputValue()).toBe("Augusta");
    await link("API playground").click();
    await button("Leave").click();
    await app.page.locator(".graphiql-query-editor .view-line").first().waitFor();
    expect(app.page.url()).toBe(`${app.url}/graphql`);
  });

  test("is left at once by a link that opens elsewhere", async () => {
    const { id } = await given();
    await openSignedIn(`/customers/${id}/edit`);
    await field("First name").fill("Augusta");
    await link("API playground").evaluate((element) => element.setAttribute("target", "_blank"));
    const otherTab = app.context.waitForEvent("page");
    await link("API playground").click();
    await (await otherTab).close();
    expect(await app.page.getByRole("dialog").count()).toBe(0);
  });

  test("has external ids and metadata, which must be a JSON object", async () => {
    const { id } = await givenCustomer(app.server, { ...ada, metadata: { color: "red", size: 4 } });
    await openSignedIn(`/customers/${id}/edit`);
    await button("Add external id").click();
    await field("System 1").fill("erp");
    await button("Save").click();
    await app.page.locator('[aria-invalid="true"][data-path="externalIds.0.value"]').waitFor();
    await field("Id 1").fill("4711");
    await field("Metadata").fill("{ color: 1 }");
    await button("Save").click();
    await see("must be a JSON object");
    expect(await field("Metadata").inputValue()).toBe("{ color: 1 }");
    await expectAccessible();
    await screenshot("edit-customer-metadata");
    await field("Metadata").fill('{ "size": 5, "tags": ["a"] }');
    await button("Save").click();
    await seePage("Ada Lovelace");
    await see("4711");
    const row = await app.server.testDatabase.database.prisma.customer.findUniqueOrThrow({ where: { id } });
    expect(row).toMatchObject({ externalIds: [{ system: "erp", value: "4711" }], metadata: { size: 5, tags: ["a"] } });
    expect(row.metadata).not.toHaveProperty("color");
  });

  test("shows its orders and the price lists that apply", async () => {
    const { id } = await given();
    await givenOrder(app.server, { customerId: id, displayId: "A-1042", total: "1234.50", status: "REQUIRES_ACTION" });
    await givenPriceList(app.server, { title: "Summer sale", status: "ACTIVE" });
    await givenPriceList(app.server, { title: "Winter sale", status: "DRAFT" });
    await openSignedIn(`/customers/${id}`);
    await see("A-1042");
    await see("€1,234.50");
    await see("Requires action");
    await see("Summer sale");
    expect(await app.page.getByText("Winter sale").count()).toBe(0);
  });

  test("tells its history in sentences, with the values before and after, page by page", async () => {
    const { id } = await given();
    await givenGroup(app.server, "Wholesale", [id]);
    for (let index = 1; index <= 10; index += 1) await update(app.server, id, { companyName: `Company ${index}` });
    await openSignedIn(`/customers/${id}`);
    await see("Company: from Company 9 to Company 10");
    await see("Root key changed the customer");
    expect(await app.page.getByText("created the customer").count()).toBe(0);
    await button("Load more").click();
    await see("created the customer");
    await see("added the customer to Wholesale");
    await see("Company: Company 1");
    await expectAccessible();
    await app.page.getByRole("heading", { name: "History" }).scrollIntoViewIfNeeded();
    await screenshot("customer-history");
  });

  test("gets, changes and loses addresses", async () => {
    const { id } = await given();
    await givenAddress(app.server, id, { addressName: "Home", isDefaultShipping: true });
    await openSignedIn(`/customers/${id}`);
    await see("Via Appia 1");
    await button("Add address").click();
    await field("Name of the address").fill("Office");
    await field("Street and number").fill("1 Main Street");
    await button("Add address").last().click();
    await app.page.locator('[aria-invalid="true"][data-path="countryCode"]').waitFor();
    await expectAccessible();
    await screenshot("address-errors");
    await field("City").fill("Dublin");
    await app.page.getByRole("combobox", { name: "Country" }).fill("Irel");
    await app.page.getByRole("option", { name: "Ireland" }).click();
    await button("Add address").last().click();
    await see("1 Main Street");

    await choose("Actions for the address Office", "Make default for shipping");
    await see("The default address was changed.");
    await app.page.getByText("Default shipping", { exact: true }).waitFor();
    await expectAccessible();
    await choose("Actions for the address Home", "Edit");
    await field("Street and number").fill("Via Appia 2");
    await button("Save address").click();
    await card("Addresses").getByText("Via Appia 2").waitFor();
    await choose("Actions for the address Home", "Delete");
    await button("Delete address").click();
    await card("Addresses").getByText("Via Appia 2").waitFor({ state: "detached" });
  });

  test("joins and leaves groups", async () => {
    const { id } = await given();
    const group = await givenGroup(app.server, "Wholesale");
    await openSignedIn(`/customers/${id}`);
    await see("In no group.");
    await app.page.getByRole("combobox", { name: "Add to a group" }).fill("whole");
    await app.page.getByRole("option", { name: "Wholesale" }).click();
    await see("The customer was added to the group.");
    expect(await membersOf(app.server, group.id)).toEqual([id]);
    await button("Remove from Wholesale").click();
    await see("In no group.");
    expect(await membersOf(app.server, group.id)).toEqual([]);
  });

  test("says that a change was made, also if the page cannot be read again", async () => {
    app.allowComplaints(/status of 500/);
    const { id } = await given();
    const group = await givenGroup(app.server, "Wholesale");
    await openSignedIn(`/customers/${id}`);
    await see("In no group.");
    await see("No addresses.");
    await app.page.getByRole("combobox", { name: "Add to a group" }).fill("whole");
    await app.page.getByRole("option", { name: "Wholesale" }).waitFor();
    const failure = { status: 500, contentType: "application/json", body: "{}" };
    const isMutation = (route: Route) => route.request().postData()?.includes('"query":"mutation') === true;
    await app.page.route("**/graphql", (route) => (isMutation(route) ? route.continue() : route.fulfill(failure)));
    await app.page.getByRole("option", { name: "Wholesale" }).click();
    await see("The customer was added to the group.");
    expect(await membersOf(app.server, group.id)).toEqual([id]);
    expect(await app.page.getByText("This did not work").count()).toBe(0);

    await app.page.unroute("**/graphql");
    await app.page.reload();
    await see("No addresses.");
    await button("Add address").click();
    await field("Street and number").fill("1 Main Street");
    await field("City").fill("Dublin");
    await app.page.getByRole("combobox", { name: "Country" }).fill("Irel");
    await app.page.getByRole("option", { name: "Ireland" }).click();
    await app.page.route("**/graphql", (route) => (isMutation(route) ? route.continue() : route.fulfill(failure)));
    await button("Add address").last().click();
    await see("The address was saved.");
    await app.page.getByRole("dialog").waitFor({ state: "detached" });
    expect(await app.page.getByText("This was not saved").count()).toBe(0);
  });

  test("is deleted and restored", async () => {
    const { id } = await given();
    await openSignedIn(`/customers/${id}`);
    await choose("Actions", "Delete");
    await see("You can restore the customer later.");
    await expectAccessible();
    await button("Delete customer").click();
    await see("This customer was deleted on");
    expect(await link("Edit").count()).toBe(0);
    await expectAccessible();
    await screenshot("customer-deleted");
    await button("Restore").click();
    await see("The customer was restored.");
    await link("Edit").waitFor();
  });

  test("is erased after a question that says what happens", async () => {
    const { id } = await given();
    await remove(app.server, id);
    await openSignedIn(`/customers/${id}`);
    await choose("Actions", "Erase personal data");
    await see("This cannot be undone.");
    await expectAccessible();
    await screenshot("customer-erase");
    await button("Erase personal data").click();
    await see("The personal data was erased on");
    await app.until(async () => (await app.page.getByText("Lovelace").count()) === 0);
  });

  test("has its personal data exported to a file, after a question that says what is in it", async () => {
    const { id } = await given();
    await update(app.server, id, { firstName: "Augusta" });
    await remove(app.server, id);
    const { secret } = await givenApiKey(app.server, ["CUSTOMERS_READ", "PERSONAL_DATA_MANAGE"]);
    await openSignedIn(`/customers/${id}`, secret);
    await button("Actions").press("Enter");
    await item("Export personal data").waitFor();
    expect(await app.page.getByRole("menuitem").allTextContents()).toEqual([
      "Export personal data",
      "Erase personal data",
    ]);
    await item("Export personal data").press("Enter");
    await see("without the names of your staff");
    await expectAccessible();
    await screenshot("customer-export");
    const download = app.page.waitForEvent("download");
    await button("Export personal data").press("Enter");
    const file = await download;
    expect(file.suggestedFilename()).toBe(`personal-data-${id}.json`);
    const data = JSON.parse(await readFile(await file.path(), "utf8"));
    expect(data).toMatchObject({ customer: { id, firstName: "Augusta", email: ada.email }, addresses: [] });
    expect(JSON.stringify(data.history)).toContain('"Ada"');
    await see("The personal data was exported.");
  });

  test("says why its personal data could not be exported", async () => {
    const { id } = await given();
    await openSignedIn(`/customers/${id}`);
    await button("Actions").waitFor();
    await app.server.testDatabase.database.prisma.customer.delete({ where: { id } });
    await choose("Actions", "Export personal data");
    await button("Export personal data").click();
    await see("This did not work");
    await see("Must be the id of an existing customer.");
  });

  test("shows only what the scopes of the viewer allow", async () => {
    const { id } = await given();
    await givenGroup(app.server, "Wholesale", [id]);
    const { secret } = await givenApiKey(app.server, ["CUSTOMERS_READ"]);
    await openSignedIn(`/customers/${id}`, secret);
    await see("No addresses.");
    for (const name of ["Actions", "Add address"]) expect(await button(name).count()).toBe(0);
    expect(await link("Edit").count()).toBe(0);
    expect(await app.page.getByRole("heading", { name: "Groups" }).count()).toBe(0);
  });

  test("can be deleted, but not exported and erased, by those who may not manage personal data", async () => {
    const { id } = await given();
    const { secret } = await givenApiKey(app.server, ["CUSTOMERS_READ", "CUSTOMERS_WRITE"]);
    await openSignedIn(`/customers/${id}`, secret);
    await button("Actions").click();
    await item("Delete").waitFor();
    expect(await app.page.getByRole("menuitem").count()).toBe(1);
  });

  test("fits a phone, and is read in the dark", async () => {
    const { id } = await given();
    await givenGroup(app.server, "Wholesale", [id]);
    await givenAddress(app.server, id, { addressName: "Home", isDefaultShipping: true, isDefaultBilling: true });
    await openSignedIn(`/customers/${id}`);
    await see("Via Appia 1");
    await see("Wholesale");
    await screenshot("customer");
    await app.page.emulateMedia({ colorScheme: "dark" });
    await expectAccessible();
    await screenshot("customer-dark");
    await usePhone();
    expect(await app.page.evaluate("document.documentElement.scrollWidth")).toBe(390);
    await expectAccessible();
    await screenshot("customer-phone");
    await choose("Actions for the address Home", "Edit");
    await field("City").waitFor();
    await expectAccessible();
    await screenshot("address-phone");
  });
});
