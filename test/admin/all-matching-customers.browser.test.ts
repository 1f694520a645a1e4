import { givenApiKey } from "../api-key/api-key.steps.js";
import { givenCustomer, givenCustomers, givenRegisteredCustomer } from "../customer/customer.steps.js";
import { givenGroup, membersOf, removeGroup } from "../customer-group/customer-group.steps.js";
import { describeInBrowser } from "../support/chromium.js";
import { browserTest as test, useAdminApp } from "./admin-app.js";

describeInBrowser("all customers that match, in the admin app", () => {
  const app = useAdminApp();
  const { openSignedIn, see, button, screenshot, expectAccessible, usePhone } = app;
  const dialog = () => app.page.getByRole("dialog");
  const wholePage = () => app.page.getByRole("checkbox", { name: "Select all rows of this page" });
  const isFocused = (name: string) =>
    button(name).evaluate((element) => element === element.ownerDocument.activeElement);

  /** Thirty guests on two pages, and a registered customer. */
  async function givenGuests() {
    const ids = await givenCustomers(app.server, 30);
    await givenRegisteredCustomer(app.server, "ada@example.com");
    return ids;
  }

  async function selectAllGuests() {
    await openSignedIn("/customers?account=no");
    await see("30 customers");
    await wholePage().press("Space");
    await button("Select all 30 that match").press("Enter");
    await see("All 30 customers selected");
  }

  async function pickGroup(action: string, name: string) {
    await button(action).click();
    await app.page.getByRole("combobox", { name: "Choose a group" }).click();
    await app.page.getByRole("option", { name }).click();
  }

  test("are added to a group and removed from it, after a question with their number", async () => {
    const ids = await givenGuests();
    const group = await givenGroup(app.server, "Newsletter", ids.slice(0, 1));
    await selectAllGuests();
    expect(await isFocused("Select only this page")).toBe(true);
    expect(await button("Delete").count()).toBe(0);
    await expectAccessible();
    await screenshot("customers-select-all");
    await pickGroup("Add to a group", "Newsletter");
    await see("All 30 customers that match, on all pages, are added to Newsletter.");
    expect(await isFocused("Back")).toBe(true);
    await expectAccessible();
    await screenshot("customers-add-matching");
    expect(await membersOf(app.server, group.id)).toHaveLength(1);
    await button("Add 30 customers").press("Enter");
    await see("29 customers were added. 1 was already in the group.");
    expect((await membersOf(app.server, group.id)).sort()).toEqual(ids);
    await app.page.getByRole("region", { name: "Selected customers" }).waitFor({ state: "detached" });

    await wholePage().press("Space");
    await button("Select all 30 that match").press("Enter");
    await pickGroup("Remove from a group", "Newsletter");
    await button("Remove 30 customers").press("Enter");
    await see("30 customers were removed.");
    expect(await membersOf(app.server, group.id)).toEqual([]);
  });

  test("stay as they are if another number matches, or the group is gone", async () => {
    await givenGuests();
    const group = await givenGroup(app.server, "Newsletter");
    await selectAllGuests();
    await pickGroup("Add to a group", "Newsletter");
    await givenCustomer(app.server, { firstName: "Late" });
    await button("Add 30 customers").click();
    await dialog().getByText("Another number of customers matches now.").waitFor();
    expect(await membersOf(app.server, group.id)).toEqual([]);
    await expectAccessible();
    await screenshot("customers-matching-conflict");
    await removeGroup(app.server, group.id);
    await button("Add 31 customers").click();
    await dialog().getByText("Must be the id of an existing customer group.").waitFor();
    await app.page.keyboard.press("Escape");
    await dialog().waitFor({ state: "detached" });
    await see("All 31 customers selected");
  });

  test("are no longer selected when a row is unselected, or a filter or the search changes", async () => {
    await givenGuests();
    await selectAllGuests();
    await app.page.getByRole("checkbox", { name: "Select Ada" }).first().press("Space");
    await see("24 customers selected");
    await wholePage().press("Space");
    await button("Select all 30 that match").click();
    await app.page.getByLabel("Account", { exact: true }).selectOption("");
    await see("31 customers");
    await app.page.getByRole("region", { name: "Selected customers" }).waitFor({ state: "detached" });
    await app.page.getByRole("searchbox").fill("Ada");
    await app.until(() => app.page.url().endsWith("/customers?search=Ada"));
    await wholePage().press("Space");
    await see("To select all 31 that match, use filters instead of the search.");
  });

  test("are not offered to those who may not change all of them", async () => {
    await givenGuests();
    const { secret } = await givenApiKey(app.server, [
      "CUSTOMERS_READ",
      "CUSTOMER_GROUPS_READ",
      "CUSTOMER_GROUPS_WRITE",
    ]);
    await openSignedIn("/customers", secret);
    await see("31 customers");
    await wholePage().press("Space");
    await see("25 customers selected");
    await button("Add to a group").waitFor();
    expect(await app.page.getByText("that match").count()).toBe(0);
  });

  test("fit a phone and the dark, with a long name of a group from right to left", async () => {
    await givenGuests();
    const name = `${"عملاء الجملة ".repeat(8)}${"x".repeat(80)}`;
    await givenGroup(app.server, name);
    await app.page.emulateMedia({ colorScheme: "dark" });
    await selectAllGuests();
    await usePhone();
    await expectAccessible();
    await screenshot("customers-select-all-phone");
    await pickGroup("Add to a group", name.trim());
    await button("Add 30 customers").waitFor();
    expect(await app.page.evaluate("document.documentElement.scrollWidth")).toBe(390);
    await expectAccessible();
    await screenshot("customers-add-matching-phone");
  });
});
