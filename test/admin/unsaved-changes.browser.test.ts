import { givenAddress } from "../address/address.steps.js";
import { revokeApiKey } from "../api-key/api-key.operations.js";
import { givenApiKey } from "../api-key/api-key.steps.js";
import { givenCustomer } from "../customer/customer.steps.js";
import { describeInBrowser } from "../support/chromium.js";
import type { Scope } from "../support/generated/graphql.js";
import { givenUser, password } from "../user/user.steps.js";
import { browserTest as test, useAdminApp } from "./admin-app.js";

describeInBrowser("changes in the admin app that are not saved", () => {
  const app = useAdminApp();
  const { openSignedIn, seePage, see, button, field, link, screenshot, expectAccessible, until } = app;
  const pathname = () => new URL(app.page.url()).pathname;
  const ada = { firstName: "Ada", lastName: "Lovelace" };

  describe("are not lost without a question", () => {
    test("to the buttons Back and Forward of the browser", async () => {
      const { id } = await givenCustomer(app.server, ada);
      await openSignedIn(`/customers/${id}`);
      await link("Edit").click();
      await field("First name").fill("Augusta");
      await app.page.goBack();
      await see("Leave without saving?");
      await until(() => pathname() === `/customers/${id}/edit`);
      await button("Cancel").click();
      expect(await field("First name").inputValue()).toBe("Augusta");
      await app.page.goBack();
      await button("Leave").click();
      await seePage("Ada Lovelace");
      expect(pathname()).toBe(`/customers/${id}`);

      await app.page.goForward();
      await seePage("Edit customer");
      await link("Customers").click();
      await seePage("Customers");
      await app.page.goBack();
      await field("First name").fill("Augusta");
      await app.page.goForward();
      await button("Leave").click();
      await seePage("Customers");
    });

    test("to the button that signs out", async () => {
      const { id } = await givenCustomer(app.server, ada);
      await openSignedIn(`/customers/${id}/edit`);
      await field("First name").fill("Augusta");
      await button("Sign out").click();
      await see("Leave without saving?");
      await button("Cancel").click();
      expect(await field("First name").inputValue()).toBe("Augusta");
      await button("Sign out").click();
      await button("Leave").click();
      await seePage("Sign in");
    });

    test("to Escape and the buttons that close a dialog", async () => {
      const { id } = await givenCustomer(app.server, ada);
      await openSignedIn(`/customers/${id}`);
      await button("Add address").click();
      await field("City").fill("Rome");
      const dialog = app.page.getByRole("dialog", { name: "New address" });
      const leave = [
        () => app.page.keyboard.press("Escape"),
        () => dialog.getByRole("button", { name: "Close" }).click(),
        () => dialog.getByRole("button", { name: "Cancel" }).click(),
      ];
      for (const start of leave) {
        await start();
        await see("Leave without saving?");
        await app.page.keyboard.press("Escape");
        await app.page.getByText("Leave without saving?").waitFor({ state: "detached" });
        expect(await field("City").inputValue()).toBe("Rome");
        // The dialog ignores the key that answered the question until a timer has run, and this timer runs after it.
        await app.page.evaluate(() => new Promise((resolve) => setTimeout(resolve)));
      }
      await app.page.keyboard.press("Escape");
      await button("Leave").click();
      await dialog.waitFor({ state: "detached" });
      await button("Add address").click();
      await field("City").focus();
      await app.page.keyboard.press("Escape");
      await dialog.waitFor({ state: "detached" });
    });
  });

  describe("outlast a session that the server has ended", () => {
    const scopes: Scope[] = ["CUSTOMERS_READ", "CUSTOMERS_WRITE"];
    const member = { email: "staff@example.com", password, scopes };
    const pageText = () => app.page.evaluate<string>("document.title + document.body.innerText");
    const signIn = async (email = member.email) => {
      await app.page.getByRole("textbox", { name: "Email" }).fill(email);
      await app.page.getByLabel("Password", { exact: true }).last().fill(password);
      await button("Sign in").click();
    };
    /** Signs in, opens a page of a customer, and starts to change it. */
    const givenEdit = async () => {
      const { id } = await givenCustomer(app.server, ada);
      await givenUser(app.server, member);
      await app.open(`/customers/${id}/edit`);
      await signIn();
      await field("First name").fill("Augusta");
      return { id, token: await token() };
    };
    const token = async () => JSON.parse(await app.storedIn("sessionStorage"))["shop-customers:credential"] as string;
    const endSession = (secret: string) => app.server.as(secret).ask("mutation { logout { userErrors { message } } }");

    /** Has the server refuse the requests of this tab alone. */
    const refuseRequests = () =>
      app.page.route("**/graphql", (route) =>
        route.continue({ headers: { ...route.request().headers(), authorization: "Bearer sk_wrong" } }),
      );

    beforeEach(() => app.allowComplaints(/401/));

    test("and are saved after the same person has signed in again, but nobody sees them before", async () => {
      const { id, token } = await givenEdit();
      await endSession(token);
      await button("Save").click();
      await seePage("Sign in");
      expect(await pageText()).not.toMatch(/Ada|Lovelace|Augusta|customer$/);
      expect(await app.page.getByRole("textbox").count()).toBe(2);
      expect(await app.page.title()).toBe("Sign in · Shop customers");
      await expectAccessible();
      await screenshot("sign-in-during-edit");
      expect(await app.storedIn("sessionStorage")).toBe("{}");
      expect(await app.storedIn("localStorage")).not.toMatch(/Augusta|Lovelace/);

      await signIn();
      await see("Your session had ended. Try again.");
      expect(await field("First name").inputValue()).toBe("Augusta");
      await button("Save").click();
      await seePage("Augusta Lovelace");
      expect(pathname()).toBe(`/customers/${id}`);
    });

    test("in a dialog, too", async () => {
      const { id } = await givenCustomer(app.server, ada);
      await givenAddress(app.server, id);
      const key = await givenApiKey(app.server, scopes);
      await openSignedIn(`/customers/${id}`, key.secret);
      await button("Actions for the address Via Appia 1").click();
      await app.page.getByRole("menuitem", { name: "Edit", exact: true }).click();
      await field("City").fill("Rome");
      await refuseRequests();
      await button("Save address").click();
      await seePage("Sign in");
      expect(await pageText()).not.toMatch(/Ada|Lovelace|Rome|address/);
      await app.page.keyboard.press("Escape");
      await app.page.unroute("**/graphql");
      await app.page.getByRole("radiogroup").getByText("API key", { exact: true }).click();
      await app.page.getByLabel("API key", { exact: true }).last().fill(key.secret);
      await button("Sign in").click();
      await field("City").waitFor();
      expect(await field("City").inputValue()).toBe("Rome");
    });

    test("and are not left by the button Back without a question", async () => {
      const { id } = await givenCustomer(app.server, ada);
      const key = await givenApiKey(app.server, scopes);
      await openSignedIn(`/customers/${id}`, key.secret);
      await link("Edit").click();
      await field("First name").fill("Augusta");
      await app.server.run(revokeApiKey, { id: key.id });
      await button("Save").click();
      await seePage("Sign in");
      await app.page.goBack();
      await see("Leave without saving?");
    });

    test("but another person does not get them", async () => {
      const { token } = await givenEdit();
      await givenUser(app.server, { email: "other@example.com", scopes });
      await endSession(token);
      await button("Save").click();
      await seePage("Sign in");
      await signIn("other@example.com");
      await seePage("Edit customer");
      expect(await field("First name").inputValue()).toBe("Ada");
    });

    test("but not a sign-out in another tab", async () => {
      const { id } = await givenEdit();
      const second = await app.context.newPage();
      await second.goto(`${app.url}/customers`);
      await second.getByRole("button", { name: "Sign out" }).waitFor();
      await refuseRequests();
      await button("Save").click();
      await seePage("Sign in");
      await second.getByRole("button", { name: "Sign out" }).click();
      await second.getByRole("heading", { level: 1, name: "Sign in" }).waitFor();
      await until(async () => !(await app.page.content()).includes("Lovelace"));
      await app.page.unroute("**/graphql");
      await signIn();
      await seePage("Edit customer");
      expect(await field("First name").inputValue()).toBe("Ada");
      expect(pathname()).toBe(`/customers/${id}/edit`);
    });
  });
});
