import { givenCustomer } from "../customer/customer.steps.js";
import { givenGroup } from "../customer-group/customer-group.steps.js";
import { describeInBrowser } from "../support/chromium.js";
import { browserTest as test, useAdminApp } from "./admin-app.js";

describeInBrowser("the dialogs of the admin app", () => {
  const app = useAdminApp();
  const { openSignedIn, seePage, see, button } = app;
  const focused = () => app.page.locator(":focus");
  const dialog = () => app.page.getByRole("dialog");
  const menuItem = (name: string) => app.page.getByRole("menuitem", { name, exact: true });

  const address = { address1: "1 Demo Street", city: "Rome", postalCode: "00184", countryCode: "IT" };

  async function openCustomer() {
    const { id } = await givenCustomer(app.server, { firstName: "Ada", addresses: [address] });
    await openSignedIn(`/customers/${id}`);
    await seePage("Ada");
    await see("1 Demo Street");
  }

  async function openSelection(action: string) {
    await givenCustomer(app.server, { firstName: "Ada" });
    await givenGroup(app.server);
    await openSignedIn("/customers");
    await app.page.getByRole("checkbox", { name: "Select Ada" }).check();
    await button(action).press("Enter");
  }

  async function closeByEscape() {
    await dialog().waitFor();
    await focused().and(dialog().locator("*")).waitFor();
    await app.page.keyboard.press("Escape");
    // The first key closes the choices of a field.
    if ((await dialog().count()) > 0) await app.page.keyboard.press("Escape");
    await dialog().waitFor({ state: "detached" });
  }

  test("begin at the first field of a form, whose buttons are in view, and give the focus back to their button", async () => {
    await openCustomer();
    await button("Add address").press("Enter");
    await app.page.getByLabel("Name of the address").and(app.page.locator(":focus")).waitFor();
    await app.screenshot("address-dialog-focus");
    const bottom = await dialog().getByRole("button", { name: "Add address" }).boundingBox();
    expect((bottom?.y ?? 0) + (bottom?.height ?? 0)).toBeLessThanOrEqual(800);
    await app.expectAccessible();
    await closeByEscape();
    await button("Add address").and(app.page.locator(":focus")).waitFor();
  });

  test("give the focus back to the button of the menu that has opened them", async () => {
    await openCustomer();
    // The code of the dialog is loaded the first time only.
    for (let time = 0; time < 2; time += 1) {
      await button("Actions").press("Enter");
      await menuItem("Delete").press("Enter");
      await closeByEscape();
      await button("Actions").and(app.page.locator(":focus")).waitFor();
    }
    const addressMenu = button("Actions for the address 1 Demo Street");
    for (const name of ["Edit", "Delete", "Edit", "Delete"]) {
      await addressMenu.press("Enter");
      await menuItem(name).press("Enter");
      await closeByEscape();
      await addressMenu.and(app.page.locator(":focus")).waitFor();
    }
  });

  for (const action of ["Add to a group", "Remove from a group", "Delete"]) {
    test(`give the focus back to the button of the selection: ${action}`, async () => {
      await openSelection(action);
      await closeByEscape();
      await button(action).and(app.page.locator(":focus")).waitFor();
    });
  }

  test("begin at the field that searches groups", async () => {
    await openSelection("Add to a group");
    await app.page.getByLabel("Choose a group").and(app.page.locator("input:focus")).waitFor();
  });

  test("leave the focus at the heading if their button is gone", async () => {
    await openSelection("Add to a group");
    await app.page.getByRole("option", { name: "Wholesale" }).click();
    await dialog().waitFor({ state: "detached" });
    await app.page.locator("h1:focus").waitFor();
  });
});

describeInBrowser("the navigation of the admin app on a phone", () => {
  const app = useAdminApp();

  test("closes by Escape, and gives the focus back to its button", async () => {
    await app.usePhone();
    await app.openSignedIn("/customers");
    await app.button("Open the navigation").press("Enter");
    await app.link("Groups").focus();
    await app.page.keyboard.press("Escape");
    await app.button("Open the navigation").and(app.page.locator(":focus")).waitFor();
    expect(await app.link("Groups").isVisible()).toBe(false);
  });
});
