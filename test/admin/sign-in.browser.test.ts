import { revokeApiKey } from "../api-key/api-key.operations.js";
import { givenApiKey } from "../api-key/api-key.steps.js";
import { givenCustomer } from "../customer/customer.steps.js";
import { givenCustomerSession } from "../login/login.steps.js";
import { describeInBrowser } from "../support/chromium.js";
import { adminKey } from "../support/server.js";
import { givenUser, password } from "../user/user.steps.js";
import { browserTest as test, useAdminApp } from "./admin-app.js";

describeInBrowser("the sign-in of the admin app", () => {
  const app = useAdminApp({ demoAccounts: async () => ({ staff: demo }) });
  const { open, openSignedIn, seePage, see, button, link, screenshot, expectAccessible, storedIn, until } = app;
  let demo: { email: string; password: string };

  beforeEach(async () => {
    demo = { email: "demo.staff@example.com", password };
    await givenUser(app.server, { ...demo, scopes: ["CUSTOMERS_READ"] });
    await givenCustomer(app.server, { firstName: "Ada", lastName: "Lovelace" });
  });

  const fill = async (email: string, typed: string) => {
    await app.page.getByLabel("Email").fill(email);
    await app.page.getByLabel("Password", { exact: true }).last().fill(typed);
    await button("Sign in").click();
  };

  test("shows an error for a wrong password, then signs in, and opens the page of the address", async () => {
    const customer = await givenCustomer(app.server, { firstName: "Grace" });
    await open(`/customers/${customer.id}`);
    await seePage("Sign in");
    await expectAccessible();
    await screenshot("sign-in");
    await fill(demo.email, "a wrong password");
    await app.page.getByRole("alert").getByText("The email or the password is wrong.").waitFor();
    await screenshot("sign-in-error");
    await expectAccessible();
    await fill(demo.email, demo.password);
    await seePage("Grace");
    expect(new URL(app.page.url()).pathname).toBe(`/customers/${customer.id}`);
    expect(await storedIn("localStorage")).not.toContain("ey");
    expect(await storedIn("sessionStorage")).not.toContain(password);
  });

  test("keeps the way to sign in after an error, and shows the error only there", async () => {
    app.allowComplaints(/401/);
    const error = app.page.getByRole("alert");
    await open();
    await fill(demo.email, "a wrong password");
    await error.waitFor();
    await app.page.getByRole("radiogroup").getByText("API key", { exact: true }).click();
    await error.waitFor({ state: "detached" });
    await app.page.getByLabel("API key", { exact: true }).last().fill("sk_wrong");
    await button("Sign in").click();
    await error.waitFor();
    expect(await app.page.getByLabel("API key", { exact: true }).last().inputValue()).toBe("");
    await app.page.getByRole("radiogroup").getByText("Password", { exact: true }).click();
    await error.waitFor({ state: "detached" });
    await fill(demo.email, "a wrong password");
    await error.waitFor();
  });

  test("takes one click as demo staff", async () => {
    await open();
    await button("Sign in as demo staff").click();
    await seePage("Overview");
    await see(demo.email);
  });

  test("takes an API key, and shows only the sections that its scopes allow", async () => {
    const { secret } = await givenApiKey(app.server, ["CUSTOMER_GROUPS_READ"]);
    await open("/customers");
    await app.page.getByText("API key", { exact: true }).click();
    await app.page.getByLabel("API key", { exact: true }).last().fill(secret);
    await button("Sign in").click();
    await see("It needs the scope CUSTOMERS_READ.");
    expect(await link("Customers").count()).toBe(0);
  });

  test("takes the key of a link, which is removed from the address and never sent in a URL", async () => {
    await openSignedIn("/customers");
    await see("Ada Lovelace");
    expect(app.page.url()).toBe(`${app.url}/customers`);
    expect(app.requests.filter((request) => request.url().includes(adminKey))).toEqual([]);
    expect(await storedIn("localStorage")).not.toContain(adminKey);
  });

  test("asks before the key of a link replaces the session", async () => {
    const { secret } = await givenApiKey(app.server, ["CUSTOMERS_READ"]);
    await openSignedIn("/customers");
    await see("Root key");
    await app.page.goto(`${app.url}/customers#key=${secret}`);
    await see("The link has another key");
    await expectAccessible();
    await button("Stay signed in").click();
    await see("Root key");
    await app.page.goto(`${app.url}/customers#key=${secret}`);
    await button("Use the key of the link").click();
    await see("Import");
  });

  test("is shared by the tabs of the browser and by the playground, and ends in all of them", async () => {
    await open();
    await fill(demo.email, demo.password);
    await seePage("Overview");
    const second = await app.context.newPage();
    await second.goto(`${app.url}/graphql`);
    await second.getByText(`Logged in as ${demo.email} (staff)`).waitFor();
    const token = JSON.parse(await storedIn("sessionStorage"))["shop-customers:credential"];

    await second.getByRole("button", { name: "Log out" }).click();
    await seePage("Sign in");
    expect(await storedIn("sessionStorage")).toBe("{}");
    await until(async () => (await app.server.as(token).ask("{ viewer { type } }")).status === 401);
  });

  test("ends with the button, which forgets the data, and begins again at the start page", async () => {
    await openSignedIn("/customers?search=ada");
    await see("Ada Lovelace");
    await button("Sign out").click();
    await seePage("Sign in");
    expect(await app.page.getByText("Ada Lovelace").count()).toBe(0);
    expect(app.page.url()).toBe(`${app.url}/`);
    expect(await storedIn("sessionStorage")).toBe("{}");
  });

  test("comes back when the session has ended, and leads back to the page", async () => {
    app.allowComplaints(/401/);
    const { id, secret } = await givenApiKey(app.server, ["CUSTOMERS_READ"]);
    await openSignedIn("/customers?search=ada", secret);
    await see("Ada Lovelace");
    await app.server.run(revokeApiKey, { id });
    await app.page.getByRole("searchbox").fill("love");
    await see("it has expired, was revoked or is wrong");
    await fill(demo.email, demo.password);
    await see("Ada Lovelace");
    expect(app.page.url()).toBe(`${app.url}/customers?search=love`);
  });

  test("refuses the account of a customer", async () => {
    const { token } = await givenCustomerSession(app.server, { email: "ada@example.com" });
    await openSignedIn("/", token);
    await seePage("This is the account of a customer");
    await button("Sign out").click();
    await seePage("Sign in");
  });

  test("stores a renewed token", async () => {
    await open("/customers");
    await app.page.route("**/graphql", async (route) => {
      const response = await route.fetch();
      const isList = route.request().postData()?.includes("CustomersPage");
      await route.fulfill({
        response,
        headers: { ...response.headers(), ...(isList && { "x-renewed-token": "renewed" }) },
      });
    });
    await fill(demo.email, demo.password);
    await seePage("Customers");
    await until(async () => (await storedIn("sessionStorage")).includes('"renewed"'));
  });
});
