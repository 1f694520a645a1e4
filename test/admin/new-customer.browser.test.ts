import { givenApiKey } from "../api-key/api-key.steps.js";
import { givenCustomer } from "../customer/customer.steps.js";
import { describeInBrowser } from "../support/chromium.js";
import { browserTest as test, useAdminApp } from "./admin-app.js";

describeInBrowser("a new customer in the admin app", () => {
  const app = useAdminApp();
  const { openSignedIn, seePage, see, button, field, link, screenshot, expectAccessible, usePhone } = app;
  const focused = () =>
    app.page.evaluate<string>("document.activeElement.dataset.path ?? document.activeElement.className");

  test("is created with the keyboard, and shown", async () => {
    await openSignedIn("/customers");
    await link("New customer").press("Enter");
    await seePage("New customer");
    await field("First name").fill("Ada");
    await field("Email").fill("Ada@Example.com");
    await app.page.keyboard.press("Enter");
    await seePage("Ada");
    await see("The customer was created.");
    await see("ada@example.com");
    await expectAccessible();
  });

  test("shows each user error at its field, keeps what was typed, and leads to the first error", async () => {
    const { id } = await givenCustomer(app.server, { email: "ada@example.com" });
    await openSignedIn("/customers/new");
    await field("Last name").fill("x".repeat(300));
    await field("Email").fill("not an email");
    await button("Create customer").click();
    await see("must have");
    await app.until(async () => (await focused()) === "lastName");
    expect(await field("Email").getAttribute("aria-invalid")).toBe("true");
    expect(await field("Email").inputValue()).toBe("not an email");
    await expectAccessible();
    await screenshot("new-customer-errors");

    await field("Last name").fill("Lovelace");
    await field("Email").fill("ada@example.com");
    await button("Create customer").click();
    await app.until(async () => (await focused()) === "email");
    expect(await field("Last name").getAttribute("aria-invalid")).not.toBe("true");
    expect(await link("Show it").getAttribute("href")).toBe(`/customers/${id}`);
    await expectAccessible();
  });

  test("shows an error of the whole form above it", async () => {
    await openSignedIn("/customers/new");
    await button("Create customer").click();
    const alert = app.page.getByRole("alert");
    await alert.getByText("This was not saved").waitFor();
    await see("At least one of email, phone, first name, last name and company is required.");
    expect(await alert.evaluate((element) => element === element.ownerDocument.activeElement)).toBe(true);
    await expectAccessible();
  });

  test("keeps what was typed when the server does not answer", async () => {
    app.allowComplaints(/Failed to load resource|ERR_/);
    await openSignedIn("/customers/new");
    await field("First name").fill("Ada");
    await app.page.route("**/graphql", (route) => route.abort());
    await button("Create customer").click();
    await see("The server could not be reached.");
    expect(await field("First name").inputValue()).toBe("Ada");
    await app.page.unroute("**/graphql");
    await button("Create customer").click();
    await seePage("Ada");
  });

  test("asks before a link leaves the form with changes", async () => {
    await usePhone();
    await openSignedIn("/customers/new");
    await field("First name").fill("Ada");
    await link("Cancel").click();
    await see("Leave without saving?");
    await expectAccessible();
    await screenshot("leave-phone");
    await button("Cancel").click();
    expect(await field("First name").inputValue()).toBe("Ada");
    await link("Cancel").click();
    await button("Leave").click();
    await seePage("Customers");
  });

  test("is only for those who may write customers", async () => {
    const { secret } = await givenApiKey(app.server, ["CUSTOMERS_READ"]);
    await openSignedIn("/customers", secret);
    await see("No customers yet");
    expect(await link("New customer").count()).toBe(0);
    await openSignedIn("/customers/new", secret);
    await see("It needs the scope CUSTOMERS_WRITE.");
  });
});
