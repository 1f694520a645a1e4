import { print } from "graphql";
import { readBundle } from "../../src/web/bundle/bundle.js";
import { signInOperations } from "../../src/web/sign-in/sign-in-operations.js";
import { createCustomer } from "../customer/customer.operations.js";
import { givenCustomer } from "../customer/customer.steps.js";
import { describeInBrowser } from "../support/chromium.js";
import { useTestServer } from "../support/server.js";
import { createUser } from "../user/user.operations.js";
import { givenUser, password } from "../user/user.steps.js";
import { browserTest as test, useAdminApp } from "./admin-app.js";

/** The documents of the steps below, which the app does not send. */
const documents = { user: print(createUser), customer: print(createCustomer) };
const trustedDocuments = { documents, areOnly: true };

describeInBrowser("the admin app with TRUSTED_DOCUMENTS_ONLY", () => {
  const app = useAdminApp({ trustedDocuments });
  const { open, seePage, see, button, link } = app;

  // The list leaves out the fields that need other scopes.
  test("signs in, lists, searches and opens customers", async () => {
    const { email } = await givenUser(app.server, { email: "ada@example.com", scopes: ["CUSTOMERS_READ"] });
    const { id } = await givenCustomer(app.server, { firstName: "Grace", lastName: "Hopper" });
    await open("/customers");
    await app.page.getByLabel("Email").fill(email);
    await app.page.getByLabel("Password", { exact: true }).last().fill(password);
    await button("Sign in").click();
    await see("1 customer");
    await app.page.getByRole("searchbox", { name: "Search customers" }).fill("hop");
    await link("Grace Hopper").click();
    await seePage("Grace Hopper");
    expect(new URL(app.page.url()).pathname).toBe(`/customers/${id}`);
    const { prisma } = app.server.testDatabase.database;
    expect(await prisma.session.count()).toBe(1);
  });
});

describe("with TRUSTED_DOCUMENTS_ONLY", () => {
  const server = useTestServer({ trustedDocuments });

  async function refusedOf(options: { adminApp?: boolean; playground?: boolean }) {
    const { app } = await server.another({ trustedDocuments, adminApp: false, playground: false, ...options });
    const isRefused = async (query: string) => {
      const { body } = await app.inject({ method: "POST", url: "/graphql", payload: { query } });
      return body.includes("DOCUMENT_NOT_TRUSTED");
    };
    const refused = async (queries: readonly string[]) => {
      const results = await Promise.all(queries.map(isRefused));
      return results.filter(Boolean).length;
    };
    const { operations } = await readBundle("admin");
    expect(operations.length).toBeGreaterThan(10);
    return { app: await refused(operations), signIn: await refused(Object.values(signInOperations)) };
  }

  it("the operations of the pages that the server has are trusted, and no others", async () => {
    const all = (await readBundle("admin")).operations.length;
    expect(await refusedOf({ adminApp: true })).toEqual({ app: 0, signIn: 0 });
    expect(await refusedOf({ playground: true })).toEqual({ app: all, signIn: 0 });
    expect(await refusedOf({})).toEqual({ app: all, signIn: 5 });
  });
});
