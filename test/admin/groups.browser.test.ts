import { givenApiKey } from "../api-key/api-key.steps.js";
import { givenCustomer } from "../customer/customer.steps.js";
import { updateGroup } from "../customer-group/customer-group.operations.js";
import { givenGroup, membersOf, removeGroup } from "../customer-group/customer-group.steps.js";
import { givenPriceList } from "../price-list/price-list.steps.js";
import { describeInBrowser } from "../support/chromium.js";
import { holdOperation, browserTest as test, useAdminApp } from "./admin-app.js";

describeInBrowser("the groups of the admin app", () => {
  const app = useAdminApp();
  const { openSignedIn, seePage, see, button, field, link, screenshot, expectAccessible, usePhone } = app;

  test("are searched, with the number of their customers", async () => {
    const { id } = await givenCustomer(app.server);
    await givenGroup(app.server, "Wholesale", [id]);
    await givenGroup(app.server, "Newsletter");
    await openSignedIn("/groups");
    await see("2 groups");
    await app.page.getByRole("row", { name: /Wholesale 1/ }).waitFor();
    await expectAccessible();
    await screenshot("groups");
    await app.page.getByRole("searchbox", { name: "Search groups" }).fill("news");
    await see("1 group");
    await link("Newsletter").click();
    await seePage("Newsletter");
    await see("No customers in this group");
    await expectAccessible();
  });

  test("are created, with each user error at its field", async () => {
    await givenGroup(app.server, "Wholesale");
    await openSignedIn("/groups");
    await link("New group").click();
    await field("Name").fill("wholesale");
    await button("Create group").click();
    await app.page.locator('[aria-invalid="true"][data-path="name"]').waitFor();
    await expectAccessible();
    await screenshot("new-group-error");
    await field("Name").fill("Students");
    await field("Metadata").fill('{ "discount": 10 }');
    await button("Create group").click();
    await seePage("Students");
    await see("discount");
  });

  test("are saved, but not opened if the form is left before the response", async () => {
    const { id } = await givenGroup(app.server, "Wholesale");
    await openSignedIn(`/groups/${id}/edit`);
    const held = holdOperation(app.page, "EditGroup");
    await field("Name").fill("Students");
    await button("Save").click();
    const send = await held;
    await link("Regions").click();
    await button("Leave").click();
    await seePage("Regions");
    await send();
    await see("The group was saved.");
    expect(app.page.url()).toBe(`${app.url}/regions`);
  });

  test("are edited, and show both versions after a conflict", async () => {
    const { id } = await givenGroup(app.server, "Wholesale");
    await openSignedIn(`/groups/${id}`);
    await link("Edit").click();
    await field("Name").fill("Wholesalers");
    await app.server.run(updateGroup, { id, input: { name: "Big buyers" } });
    await button("Save").click();
    await see("Somebody else has saved changes meanwhile");
    await see("Saved: Big buyers");
    await button("Save these values").click();
    await seePage("Wholesalers");
  });

  test("get and lose customers, page by page", async () => {
    const ids: string[] = [];
    for (let index = 1; index <= 12; index += 1)
      ids.push((await givenCustomer(app.server, { firstName: `Customer ${index}` })).id);
    const { id } = await givenGroup(app.server, "Wholesale", ids.slice(0, 11));
    await openSignedIn(`/groups/${id}`);
    await see("11 customers");
    await expectAccessible();
    await screenshot("group");
    await button("Next").click();
    await link("Customer 11").waitFor();
    await app.page.getByRole("combobox", { name: "Add a customer" }).fill("customer 12");
    await app.page.getByRole("option", { name: "Customer 12" }).click();
    await see("12 customers");
    await app.page.getByRole("checkbox", { name: "Select Customer 11" }).check();
    await button("Remove 1 customer from the group").click();
    await see("1 customer was removed.");
    expect((await membersOf(app.server, id)).sort()).toEqual([...ids.slice(0, 10), ids[11]].sort());
    await see("removed the customer from Wholesale");
  });

  test("are deleted and restored", async () => {
    const { id } = await givenGroup(app.server, "Wholesale");
    await openSignedIn(`/groups/${id}`);
    await button("Delete").click();
    await see("is deleted, but not its customers");
    await expectAccessible();
    await screenshot("group-delete");
    await button("Delete group").click();
    await see("This group was deleted on");
    await button("Restore").click();
    await see("The group was restored.");
    await link("Edit").waitFor();
    await removeGroup(app.server, id);
    await openSignedIn("/groups?deleted=ONLY");
    await link("Wholesale").waitFor();
  });

  test("show only what the scopes of the viewer allow", async () => {
    const { id } = await givenCustomer(app.server);
    const group = await givenGroup(app.server, "Wholesale", [id]);
    const { secret } = await givenApiKey(app.server, ["CUSTOMER_GROUPS_READ"]);
    await openSignedIn("/groups", secret);
    await see("1 group");
    expect(await app.page.getByRole("columnheader", { name: "Customers" }).count()).toBe(0);
    expect(await link("New group").count()).toBe(0);
    await openSignedIn(`/groups/${group.id}`, secret);
    await see("External ids");
    expect(await app.page.getByRole("heading", { level: 2 }).allTextContents()).toEqual([
      "Details",
      "External ids",
      "Metadata",
    ]);
    for (const name of ["Edit", "Delete"]) expect(await button(name).or(link(name)).count()).toBe(0);
  });

  test("fit a phone, and are read in the dark", async () => {
    const { id: customerId } = await givenCustomer(app.server, { firstName: "Ada", email: "ada@example.com" });
    const { id } = await givenGroup(app.server, "Wholesale", [customerId]);
    await givenPriceList(app.server, { title: "Wholesale prices", customerGroupIds: [id] });
    await app.page.emulateMedia({ colorScheme: "dark" });
    await openSignedIn(`/groups/${id}`);
    await see("Wholesale prices");
    await see("ada@example.com");
    await expectAccessible();
    await screenshot("group-dark");
    await usePhone();
    expect(await app.page.evaluate("document.documentElement.scrollWidth")).toBe(390);
    await expectAccessible();
    await screenshot("group-phone");
  });
});
