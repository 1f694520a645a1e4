import { print } from "graphql";
import { logInCustomer } from "../login/login.operations.js";
import { givenCustomerSession } from "../login/login.steps.js";
import type { CustomerCreateInput } from "../support/generated/graphql.js";
import { allRows } from "../support/rows.js";
import { useTestServer } from "../support/server.js";
import { inShort } from "../support/user-errors.js";
import { password } from "../user/user.steps.js";
import { createCustomer } from "./customer.operations.js";
import { givenCustomer, remove, restore, update } from "./customer.steps.js";

const email = "ada@example.com";
const faulty: [string, string, string][] = [
  ["an empty password", "", "TOO_SHORT at input.password"],
  ["7 characters", "a".repeat(7), "TOO_SHORT at input.password"],
  ["129 characters", "a".repeat(129), "TOO_LONG at input.password"],
  ["a control character", "password\u0007", "INVALID at input.password"],
];

describe("a customer's password", () => {
  const server = useTestServer();
  const create = async (input: CustomerCreateInput) => (await server.run(createCustomer, { input })).customerCreate;
  const canLogIn = async (email: string, password: string) =>
    (await server.as(null).run(logInCustomer, { email, password })).customerLogin.token !== null;
  const statusWith = async (token: string) => (await server.as(token).ask("{ viewer { type } }")).status;
  const passwords = () => server.testDatabase.database.prisma.customerPassword.findMany();

  describe("in customerCreate", () => {
    it.each([8, 128])("registers a customer with %i characters", async (length) => {
      const { customer } = await create({ email, password: "x".repeat(length) });
      expect(customer).toMatchObject({ hasAccount: true, version: 1 });
      expect(await canLogIn(email, "x".repeat(length))).toBe(true);
    });

    it.each(faulty)("refuses %s and writes nothing", async (_what, password, error) => {
      const { customer, userErrors } = await create({ email, password });
      expect(customer).toBeNull();
      expect(inShort(userErrors)).toEqual([error]);
      expect((await allRows(server)).customers).toEqual([]);
    });

    it.each([undefined, null, " "])("requires an email: REQUIRED for %j", async (email) => {
      const input = { firstName: "Ada", password, ...(email !== undefined && { email }) };
      const { customer, userErrors } = await create(input);
      expect(customer).toBeNull();
      expect(inShort(userErrors)).toEqual(["REQUIRED at input.email"]);
    });

    it("creates a guest if it is null", async () => {
      expect((await create({ email, password: null })).customer).toMatchObject({ hasAccount: false });
      expect(await passwords()).toEqual([]);
    });

    it("is accepted if a guest has the email, not if a registered customer has it", async () => {
      await givenCustomer(server, { email });
      const { customer } = await create({ email, password });
      expect(customer).toMatchObject({ email, hasAccount: true });
      const { userErrors } = await create({ email: email.toUpperCase(), password });
      expect(userErrors).toMatchObject([{ code: "EMAIL_TAKEN", path: ["input", "email"], existingId: customer?.id }]);
    });
  });

  describe("in customerUpdate", () => {
    it("registers a guest, who can then log in", async () => {
      const guest = await givenCustomer(server, { email });
      const { customer } = await update(server, guest.id, { password });
      expect(customer).toMatchObject({ id: guest.id, hasAccount: true, version: 2 });
      expect(await canLogIn(email, password)).toBe(true);
    });

    it("returns EMAIL_TAKEN for a guest if a registered customer has the email", async () => {
      const registered = await givenCustomer(server, { email, password });
      const guest = await givenCustomer(server, { email });
      const { customer, userErrors } = await update(server, guest.id, { password: "another password" });
      expect(customer).toBeNull();
      expect(userErrors).toMatchObject([{ code: "EMAIL_TAKEN", path: ["input", "email"], existingId: registered.id }]);
      expect(await passwords()).toMatchObject([{ customerId: registered.id }]);
      expect(await canLogIn(email, password)).toBe(true);
    });

    it("requires an email, which may be set in the same call", async () => {
      const { id } = await givenCustomer(server, { firstName: "Ada" });
      expect(inShort((await update(server, id, { password })).userErrors)).toEqual(["REQUIRED at input.email"]);
      expect((await update(server, id, { password, email })).customer).toMatchObject({ hasAccount: true });
    });

    it("replaces the former password and ends its sessions", async () => {
      const { customer, token } = await givenCustomerSession(server);
      expect(await statusWith(token)).toBe(200);
      const changed = await update(server, customer.id, { password: "another password" });
      expect(changed.customer?.version).toBe(2);
      expect(await statusWith(token)).toBe(401);
      expect(await canLogIn(email, password)).toBe(false);
      expect(await canLogIn(email, "another password")).toBe(true);
    });

    it.each<[string, string | null, string]>([...faulty, ["null", null, "REQUIRED at input.password"]])(
      "refuses %s and writes nothing",
      async (_what, password, error) => {
        const { id } = await givenCustomer(server, { email });
        const before = await allRows(server);
        const { customer, userErrors } = await update(server, id, { password, firstName: "Eva" });
        expect(customer).toBeNull();
        expect(inShort(userErrors)).toEqual([error]);
        expect(await allRows(server)).toEqual(before);
        expect(await passwords()).toEqual([]);
      },
    );

    it("is not changed by an update with an old version", async () => {
      const { customer, token } = await givenCustomerSession(server);
      const { userErrors } = await update(server, customer.id, { password: "another password" }, 7);
      expect(inShort(userErrors)).toEqual(["VERSION_CONFLICT at ifVersion"]);
      expect(await statusWith(token)).toBe(200);
    });
  });

  it("is used with the new email as soon as the email has changed", async () => {
    const { customer, token } = await givenCustomerSession(server);
    expect((await update(server, customer.id, { email: "Eva@example.com" })).customer?.email).toBe("eva@example.com");
    expect(await canLogIn(email, password)).toBe(false);
    expect(await canLogIn("eva@example.com", password)).toBe(true);
    expect(await statusWith(token)).toBe(200);
  });

  it.each([null, " "])("prevents removing the email with %j", async (cleared) => {
    const { id } = await givenCustomer(server, { email, password, firstName: "Ada" });
    const { customer, userErrors } = await update(server, id, { email: cleared });
    expect(customer).toBeNull();
    expect(inShort(userErrors)).toEqual(["REQUIRED at input.email"]);
    expect(await canLogIn(email, password)).toBe(true);
  });

  it("is not accepted after the customer is deleted, and the email is free for another customer", async () => {
    const { customer, token } = await givenCustomerSession(server);
    await remove(server, customer.id);
    expect(await statusWith(token)).toBe(401);
    expect(await canLogIn(email, password)).toBe(false);
    await givenCustomer(server, { email, password: "another password" });
    expect(await canLogIn(email, "another password")).toBe(true);
  });

  it("is restored with the customer, but the former sessions are not", async () => {
    const { customer, token } = await givenCustomerSession(server);
    await remove(server, customer.id);
    await restore(server, customer.id);
    expect(await statusWith(token)).toBe(401);
    expect(await canLogIn(email, password)).toBe(true);
  });

  it("is stored only as a hash in the table of hashes", async () => {
    await givenCustomerSession(server);
    const input = { email: "grace@example.com", password, scopes: [] };
    await server.ask("mutation ($input: UserCreateInput!) { userCreate(input: $input) { user { id } } }", { input });
    await server.ask(print(createCustomer), { input: { email, password } });
    const { pool } = server.testDatabase.database;
    const tables = await pool.query<{ name: string }>(
      "SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public'",
    );
    const holding: string[] = [];
    for (const { name } of tables.rows) {
      const { rows } = await pool.query<{ row: string }>(`SELECT t::text AS row FROM ${name} t`);
      for (const { row } of rows) {
        expect(row).not.toContain(password);
        if (row.includes("$argon2")) holding.push(name);
      }
    }
    expect(holding.sort()).toEqual(["customer_password", "staff_password"]);
  });
});
