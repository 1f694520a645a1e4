import type { AddressInfo } from "node:net";
import { pino } from "pino";
import { createServer } from "../../src/server.js";
import { givenCustomer } from "../customer/customer.steps.js";
import { describeInBrowser } from "../support/chromium.js";
import { givenUser, password } from "../user/user.steps.js";
import { patiently, usePlayground } from "./playground.js";

const email = "grace@example.com";

describeInBrowser("logging in to the playground", () => {
  const playground = usePlayground();
  const { open, seeAlert, seeLoggedIn, storedIn, until, runAndSee } = playground;

  const test = (title: string, body: () => Promise<void>) => it(title, body, patiently);
  const field = (label: string) => playground.page.getByLabel(label, { exact: true });
  const logInButton = () => playground.page.getByRole("button", { name: "Log in", exact: true });
  const token = () => playground.page.evaluate<string>(`sessionStorage.getItem("shop-customers:credential")`);

  async function fillIn(typedPassword: string, kind = "Staff") {
    await field("Log in as").selectOption(kind);
    await field("Email").fill(email);
    await field("Password").fill(typedPassword);
  }

  async function logIn(typedPassword: string, kind?: string) {
    await fillIn(typedPassword, kind);
    await logInButton().click();
  }

  /** After a refused login the form contains the email and no secret. */
  async function expectNothingKept() {
    expect(await field("Password").inputValue()).toBe("");
    expect(await field("Email").inputValue()).toBe(email);
    expect(await storedIn("sessionStorage")).toBe("{}");
    expect(await storedIn("localStorage")).not.toContain(password);
  }

  test("a member of staff can log in with the keyboard only, without a violation of the content security policy", async () => {
    const { server, page, requests } = playground;
    await givenUser(server, { email, scopes: ["CUSTOMERS_READ", "CUSTOMER_GROUPS_READ"] });
    await givenCustomer(server, { email: "ada@example.com" });
    await open();
    expect(await field("Log in as").inputValue()).toBe("staff");
    expect(await field("Email").getAttribute("autocomplete")).toBe("username");
    expect(await field("Password").getAttribute("autocomplete")).toBe("current-password");
    expect(await field("Password").getAttribute("type")).toBe("password");
    await field("Email").fill(email);
    await page.keyboard.press("Tab");
    await page.keyboard.type(password);
    await page.keyboard.press("Enter");
    await seeLoggedIn(`${email} (staff)`);

    const carried = `Bearer ${await token()}`;
    const readings = () => requests.filter((request) => request.postData()?.includes("__schema"));
    await until(() => readings().some((request) => request.headers().authorization === carried));
    await runAndSee("ada@example.com");
    expect(playground.complaints).toEqual([]);
  });

  test("a customer sees their own data only", async () => {
    const { server, page } = playground;
    await givenCustomer(server, { email, password });
    await open();
    await logIn(password, "Customer");
    await seeLoggedIn(`${email} (customer)`);

    await runAndSee("FORBIDDEN");
    await page.getByRole("tab", { name: "Viewer" }).click();
    await runAndSee(email);
  });

  test("the token is stored in the session of the tab, and the password is not stored", async () => {
    const { server, page, requests } = playground;
    await givenUser(server, { email, scopes: ["CUSTOMERS_READ", "CUSTOMER_GROUPS_READ"] });
    await open();
    await logIn(password);
    await seeLoggedIn(`${email} (staff)`);
    await runAndSee("totalCount");
    await until(async () => (await storedIn("localStorage")).includes("graphiql:queries"));

    const persistent = await storedIn("localStorage");
    const urls = requests.map((request) => request.url()).join(" ");
    for (const secret of [await token(), password]) {
      expect(persistent).not.toContain(secret);
      expect(urls).not.toContain(secret);
    }
    expect(page.url()).toBe(`${playground.url}/graphql`);
    expect(await storedIn("sessionStorage")).not.toContain(password);

    await page.reload();
    await seeLoggedIn(`${email} (staff)`);
  });

  test("a wrong password shows an error, and nothing is stored", async () => {
    await givenUser(playground.server, { email });
    await open();
    await logIn("not the password");
    await seeAlert("The email or the password is wrong.");
    await expectNothingKept();

    await logIn(password);
    await seeLoggedIn(`${email} (staff)`);
    expect(await playground.alert.count()).toBe(0);
  });

  test("a customer cannot log in as a member of staff", async () => {
    await givenCustomer(playground.server, { email, password });
    await open();
    await logIn(password, "Staff");
    await seeAlert("The email or the password is wrong.");
    await expectNothingKept();
  });

  test("after too many attempts it shows how long to wait", async () => {
    const { server, page } = playground;
    await open();
    await logIn("not the password");
    await seeAlert("The email or the password is wrong.");
    await server.testDatabase.database.pool.query("UPDATE failed_login SET blocked_until = now() + interval '1 hour'");

    await fillIn(password);
    const answered = page.waitForResponse((response) => response.request().method() === "POST");
    await logInButton().click();
    const { errors } = await (await answered).json();
    await seeAlert(
      `There were too many failed attempts. Try again in ${errors[0].extensions.retryAfterSeconds} seconds.`,
    );
    await expectNothingKept();
  });

  test("an unavailable server is reported, also when a proxy answers instead", async () => {
    const { page } = playground;
    await open();
    await page.route("**/graphql", (route) => route.abort());
    await logIn(password);
    await seeAlert("The server could not be reached.");
    await expectNothingKept();

    await page.unroute("**/graphql");
    await page.route("**/graphql", (route) => route.fulfill({ status: 502, body: "<h1>Bad gateway</h1>" }));
    await logIn(password);
    await seeAlert("The response did not come from the API");
    await expectNothingKept();
  });

  test("if logins are off, it offers a key instead", async () => {
    const { server, page } = playground;
    const app = await createServer({ database: server.testDatabase.database, logger: pino({ level: "silent" }) });
    try {
      await app.listen({ host: "127.0.0.1", port: 0 });
      await page.goto(`http://127.0.0.1:${(app.server.address() as AddressInfo).port}/graphql`);
      await logIn(password);
      await seeAlert("Logging in with a password is turned off on this server. Use a key instead.");
      await expectNothingKept();
      await page.goto("about:blank");
    } finally {
      await app.close();
    }
  });
});
