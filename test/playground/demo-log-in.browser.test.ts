import { type DemoAccounts, findUnchangedAccounts, generateDemoAccounts } from "../../src/demo-data/demo-accounts.js";
import { loadDemoData } from "../../src/demo-data/load-demo-data.js";
import { remove as removeCustomer } from "../customer/customer.steps.js";
import { givenParameters } from "../demo-data/demo-parameters.js";
import { describeInBrowser } from "../support/chromium.js";
import { patiently, usePlayground } from "./playground.js";

const parameters = givenParameters(200);
let accounts: DemoAccounts;

describeInBrowser("logging in to the playground as a demo account", () => {
  const playground = usePlayground({
    demoAccounts: () => findUnchangedAccounts(playground.server.testDatabase.database.prisma, accounts),
  });
  const { open, seeAlert, seeLoggedIn, storedIn, runAndSee } = playground;

  beforeEach(async () => {
    accounts = generateDemoAccounts(parameters);
    await loadDemoData(playground.server.testDatabase.database.pool, { ...parameters, accounts });
  }, patiently);

  const test = (title: string, body: () => Promise<void>) => it(title, body, patiently);
  const button = (name: string) => playground.page.getByRole("button", { name, exact: true });

  test("takes one click as staff, stores no password, and has no violation of the content security policy", async () => {
    await open();
    await button("Demo staff").click();
    await seeLoggedIn(`${accounts.staff.email} (staff)`);
    await runAndSee("totalCount");

    expect(await storedIn("sessionStorage")).not.toContain(accounts.staff.password);
    expect(await storedIn("localStorage")).not.toContain(accounts.staff.password);
    expect(playground.complaints).toEqual([]);
    const asked = playground.requests.filter((request) => request.url().includes("demo-accounts"));
    expect(asked.map((request) => new URL(request.url()).pathname)).toEqual(["/graphql/demo-accounts/staff"]);
  });

  test("takes one click as a customer, who sees their own data only", async () => {
    await open();
    await button("Demo customer").click();
    const { prisma } = playground.server.testDatabase.database;
    const { email } = await prisma.customer.findUniqueOrThrow({ where: { id: accounts.customer.id } });
    await seeLoggedIn(`${email} (customer)`);
    await runAndSee("FORBIDDEN");
  });

  test("is not offered for a deleted account, and reports one that was deleted after the page was loaded", async () => {
    await open();
    await removeCustomer(playground.server, accounts.customer.id);
    await button("Demo customer").click();
    await seeAlert("The server no longer offers this demo account.");
    expect(await storedIn("sessionStorage")).toBe("{}");

    await open("?again");
    await button("Demo staff").waitFor();
    expect(await button("Demo customer").count()).toBe(0);
  });

  test("is not offered to a page that was loaded through a proxy", async () => {
    await playground.page.setExtraHTTPHeaders({ "x-forwarded-for": "192.0.2.1" });
    await open();
    await button("Log in").waitFor();
    expect(await button("Demo staff").count()).toBe(0);
  });
});
