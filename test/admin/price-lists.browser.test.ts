import { givenApiKey } from "../api-key/api-key.steps.js";
import { givenGroup, removeGroup } from "../customer-group/customer-group.steps.js";
import { givenPriceList, price, remove, update } from "../price-list/price-list.steps.js";
import { describeInBrowser } from "../support/chromium.js";
import { browserTest as test, useAdminApp } from "./admin-app.js";

describeInBrowser("the price lists of the admin app", () => {
  const app = useAdminApp();
  const { openSignedIn, seePage, see, button, field, link, screenshot, expectAccessible, usePhone } = app;

  test("are searched and filtered, with their state", async () => {
    await givenPriceList(app.server, { title: "Summer sale", status: "ACTIVE", endsAt: "2020-01-01T00:00:00Z" });
    await givenPriceList(app.server, { title: "Winter sale", status: "DRAFT" });
    await openSignedIn("/price-lists");
    await see("2 price lists");
    await app.page.getByRole("row", { name: /Summer sale Ended Sale/ }).waitFor();
    await expectAccessible();
    await screenshot("price-lists");
    await app.page.getByLabel("Status", { exact: true }).selectOption("DRAFT");
    await see("1 price list");
    await link("Winter sale").click();
    await see("None. Without groups, a price list applies to all customers.");
  });

  test("are created and edited, with user errors at their fields, and both versions after a conflict", async () => {
    await openSignedIn("/price-lists/new");
    await button("Create price list").click();
    await app.page.locator('[aria-invalid="true"][data-path="title"]').waitFor();
    await see("This is required.");
    await field("Title").fill("Summer sale");
    await field("Starts").fill("2026-06-01T00:00");
    await field("Ends").fill("2026-05-01T00:00");
    await button("Create price list").click();
    await app.page.locator('[aria-invalid="true"]').first().waitFor();
    await see("The start must be before the end.");
    await expectAccessible();
    await screenshot("new-price-list-error");
    await field("Ends").fill("2026-09-01T00:00");
    await button("Create price list").click();
    await seePage("Summer sale");
    await see("Draft");

    await link("Edit").click();
    await field("Status").selectOption("ACTIVE");
    const id = new URL(app.page.url()).pathname.split("/")[2] ?? "";
    await update(app.server, id, { title: "Big summer sale" });
    await button("Save").click();
    await see("Saved: Big summer sale");
    await expectAccessible();
    await button("Save these values").click();
    await seePage("Big summer sale");
  });

  test("are not saved with a time that is typed only in part", async () => {
    await openSignedIn("/price-lists/new");
    await field("Title").fill("Summer sale");
    await field("Starts").focus();
    await app.page.keyboard.type("0601");
    await button("Create price list").click();
    await see("Type a whole, existing date and time, or empty the field.");
    expect(await field("Starts").evaluate((element) => element === element.ownerDocument.activeElement)).toBe(true);
    await expectAccessible();
    await screenshot("price-list-half-typed");
    await field("Starts").fill("2026-06-01T00:00");
    await button("Create price list").click();
    await seePage("Summer sale");
    expect(app.requests.filter((request) => request.postData()?.includes("CreatePriceList"))).toHaveLength(1);
  });

  test("get prices as lines, and name the line of an error", async () => {
    const { id } = await givenPriceList(app.server, { prices: [price] });
    await openSignedIn(`/price-lists/${id}`);
    await see("€10.00");
    await link("Edit prices").click();
    expect(await field("Prices").inputValue()).toBe("variant_1; EUR; 10.00");
    await field("Prices").fill("variant_1; EUR; 10.00\n\nvariant_2\tEUR\tmuch\n");
    await button("Save prices").click();
    await see("Line 3, amount:");
    await expectAccessible();
    await screenshot("prices-error");
    await field("Prices").fill("variant_1; EUR; 9.50; 1; 9\nvariant_1; EUR; 8; 10");
    await button("Save prices").click();
    await see("2 prices");
    await app.page.getByRole("row", { name: "variant_1 1 to 9 €9.50" }).waitFor();
    await app.page.getByRole("row", { name: "variant_1 10 and more €8.00" }).waitFor();
  });

  test("say how a line of prices must be written, and name the value of each error", async () => {
    const { id } = await givenPriceList(app.server);
    await openSignedIn(`/price-lists/${id}/prices`);
    await see("separated by semicolons or tabs, such as variant_1; EUR; 10.00; 1; 9");
    await field("Prices").fill("variant_1, EUR, 10.00\nvariant_1; EUR; 5,50\nvariant_2; EUR; 1; x");
    await button("Save prices").click();
    await see("Line 1: separate the values by semicolons or tabs.");
    await see("Line 2, amount: write it with a point and without commas, such as 5.50.");
    await see("Line 3, lowest quantity: it must be a whole number.");
    await expectAccessible();
    await field("Prices").fill("variant_1; EURO; 10.00\n; EUR; 1\nvariant_2; EUR; 1; 9; 5");
    await button("Save prices").click();
    await see("Line 2, variant: it is missing.");
    await field("Prices").fill("variant_1; EURO; 10.00\nvariant_2; EUR; 1; 9; 5");
    await button("Save prices").click();
    await see("Line 1, currency:");
    await see("Line 2, highest quantity: Must be the lowest quantity or more.");
  });

  test("get and lose groups, and ask before they apply to all customers", async () => {
    await givenGroup(app.server, "Wholesale");
    const { id } = await givenPriceList(app.server);
    await openSignedIn(`/price-lists/${id}`);
    await app.page.getByRole("combobox", { name: "Add a group" }).click();
    await app.page.getByRole("option", { name: "Wholesale" }).click();
    await link("Wholesale").waitFor();
    await button("Remove Wholesale").click();
    await see("A price list without groups applies to all customers.");
    await expectAccessible();
    await button("Apply to all customers").click();
    await see("None. Without groups");
  });

  test("are deleted and restored", async () => {
    const { id } = await givenPriceList(app.server);
    await openSignedIn(`/price-lists/${id}`);
    await button("Delete").click();
    await button("Delete price list").click();
    await see("This price list was deleted on");
    await expectAccessible();
    await button("Restore").click();
    await link("Edit").waitFor();
    await remove(app.server, id);
    await openSignedIn("/price-lists?deleted=ONLY");
    await see("1 price list");
  });

  test("tell their history, with the names of groups, also of deleted ones, in one request", async () => {
    const { id: wholesale } = await givenGroup(app.server, "Wholesale");
    const { id: students } = await givenGroup(app.server, "طلاب");
    const { id } = await givenPriceList(app.server, { prices: [price], customerGroupIds: [wholesale] });
    await update(app.server, id, { prices: [{ ...price, amount: "9.00" }] });
    await update(app.server, id, { customerGroupIds: [students], prices: [], status: "ACTIVE" });
    await removeGroup(app.server, wholesale);
    await openSignedIn(`/price-lists/${id}`);
    await see("Groups: from Wholesale to طلاب");
    await see("Groups: Wholesale");
    await see("List of prices: from 1 price to empty");
    await see("List of prices was changed");
    await see("Status: from Draft to Active");
    await expectAccessible();
    await app.page.getByRole("heading", { name: "History" }).scrollIntoViewIfNeeded();
    await screenshot("price-list-history");
    expect(app.requests.filter((request) => request.postData()?.includes("HistoryGroups"))).toHaveLength(1);

    for (let index = 1; index <= 10; index += 1) await update(app.server, id, { title: `Sale ${index}` });
    await app.page.reload();
    await see("Title: from Sale 9 to Sale 10");
    expect(await app.page.getByText("created the price list").count()).toBe(0);
    await button("Load more").click();
    await see("created the price list");
    await see("Title: from Sale 9 to Sale 10");
  });

  test("tell their history without names of groups to those who may not read groups", async () => {
    const { id: groupId } = await givenGroup(app.server, "Wholesale");
    const { id } = await givenPriceList(app.server, { customerGroupIds: [groupId] });
    const { secret } = await givenApiKey(app.server, ["PRICE_LISTS_READ", "HISTORY_READ"]);
    await openSignedIn(`/price-lists/${id}`, secret);
    await see("Groups: a group");
  });

  test("show only what the scopes of the viewer allow, on a phone and in the dark, too", async () => {
    const { id: groupId } = await givenGroup(app.server, "Wholesale");
    const { id } = await givenPriceList(app.server, { prices: [price], customerGroupIds: [groupId] });
    const { secret } = await givenApiKey(app.server, ["PRICE_LISTS_READ"]);
    await usePhone();
    await app.page.emulateMedia({ colorScheme: "dark" });
    await openSignedIn(`/price-lists/${id}`, secret);
    await see("€10.00");
    for (const name of ["Edit", "Edit prices"]) expect(await link(name).count()).toBe(0);
    expect(await app.page.getByText("Wholesale").count()).toBe(0);
    expect(await app.page.getByRole("heading", { name: "History" }).count()).toBe(0);
    expect(await app.page.evaluate("document.documentElement.scrollWidth")).toBe(390);
    await expectAccessible();
    await screenshot("price-list-phone");
  });
});
