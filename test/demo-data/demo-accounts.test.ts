import { readFile, stat, writeFile } from "node:fs/promises";
import path from "node:path";
import { createFirstUser } from "../../src/access/user/first-user.js";
import { demoStaffId, findUnchangedAccounts } from "../../src/demo-data/demo-accounts.js";
import { readDemoAccounts } from "../../src/demo-data/demo-accounts-file.js";
import { loadFirstDemoData } from "../../src/demo-data/first-start.js";
import { update as updateCustomer } from "../customer/customer.steps.js";
import { logInCustomer, logInUser } from "../login/login.operations.js";
import { erase } from "../personal-data/personal-data.steps.js";
import { useTestServer } from "../support/server.js";
import { temporaryFolders } from "../support/temporary-folder.js";
import { givenUser, remove, update } from "../user/user.steps.js";

describe("demo accounts", () => {
  const server = useTestServer();
  const temporaryFolder = temporaryFolders();
  const otherPassword = "correct horse battery";
  const database = () => server.testDatabase.database;

  const load = (accountsFolder: string | undefined) =>
    loadFirstDemoData(database().pool, { accountsFolder, now: new Date(), log: () => {} });

  /** Loads the demo data with accounts. */
  async function givenAccounts() {
    const folder = await temporaryFolder();
    expect(await load(folder)).toBe(true);
    const accounts = await readDemoAccounts(folder);
    if (accounts === undefined) throw new Error("The demo accounts were not stored.");
    return { folder, accounts };
  }

  describe("accounts of a first start", () => {
    it("can log in with the stored passwords, and have addresses, groups, orders and price lists to show", async () => {
      const { accounts } = await givenAccounts();
      const { staff, customer } = await findUnchangedAccounts(database().prisma, accounts);
      if (staff === undefined || customer === undefined) throw new Error("A demo account was not found.");
      const { login } = await server.as(null).run(logInUser, staff);
      const { customerLogin } = await server.as(null).run(logInCustomer, customer);
      expect(login.viewer?.user?.id).toBe(demoStaffId);
      expect(customerLogin.viewer?.customer?.id).toBe(customer.id);

      const own =
        "{ viewer { customer { addresses { totalCount } orders { totalCount } priceLists { totalCount } } } }";
      const { data } = await server.as(customerLogin.token ?? "").ask(own);
      expect(data).toEqual({
        viewer: {
          customer: { addresses: { totalCount: 2 }, orders: { totalCount: 3 }, priceLists: { totalCount: 2 } },
        },
      });
      const { memberships } = await database().prisma.customer.findUniqueOrThrow({
        where: { id: customer.id },
        select: { memberships: true },
      });
      expect(memberships).toHaveLength(4);
      expect(customer.email).toMatch(/@example\.com$/);
      const { status, errors } = await server
        .as(login.token ?? "")
        .ask("{ customers { totalCount } changes(first: 1) { nodes { id } } }");
      expect([status, errors]).toEqual([200, undefined]);
    });

    it("let the member of staff use everything except users and API keys", async () => {
      const { staff } = (await givenAccounts()).accounts;
      const { login } = await server.as(null).run(logInUser, staff);
      const { scopes } = await database().prisma.staffUser.findFirstOrThrow({ where: { id: demoStaffId } });
      expect(login.viewer?.scopes).toEqual(scopes);
      expect(scopes).toContain("REGIONS_WRITE");
      expect(scopes).not.toContain("USERS_MANAGE");
      expect(scopes).not.toContain("API_KEYS_MANAGE");
    });

    it("have random passwords, in a file that only its owner can read", async () => {
      const { folder, accounts } = await givenAccounts();
      expect((await stat(path.join(folder, "demo-accounts.json"))).mode & 0o777).toBe(0o600);
      await server.reset();
      const other = (await givenAccounts()).accounts;
      const passwords = [accounts, other].flatMap(({ staff, customer }) => [staff.password, customer.password]);
      expect(new Set(passwords).size).toBe(4);
      for (const password of passwords) expect(password).toMatch(/^[\w-]{16}$/);
    });

    it("replace the file of a start that did not get to load the data", async () => {
      const folder = await temporaryFolder();
      await writeFile(path.join(folder, "demo-accounts.json"), "{}");
      expect(await readDemoAccounts(folder)).toBeUndefined();
      expect(await load(folder)).toBe(true);
      const accounts = await readDemoAccounts(folder);
      expect(
        (await server.as(null).run(logInUser, accounts?.staff ?? { email: "", password: "" })).login.token,
      ).not.toBeNull();
    });

    it("are not created again, and their file stays unchanged", async () => {
      const { folder } = await givenAccounts();
      const before = await readFile(path.join(folder, "demo-accounts.json"), "utf8");
      await remove(server, demoStaffId);
      expect(await load(folder)).toBe(false);
      expect(await readFile(path.join(folder, "demo-accounts.json"), "utf8")).toBe(before);
      expect(await database().prisma.staffUser.count({ where: { deletedAt: null } })).toBe(0);
    });
  });

  describe("no demo accounts", () => {
    it("are created without a folder for them", async () => {
      expect(await load(undefined)).toBe(false);
      expect(await database().prisma.customer.count()).toBe(1000);
      expect(await database().prisma.staffUser.count()).toBe(0);
      expect(await database().prisma.customerPassword.count()).toBe(0);
    });

    it("are created in a database that has or had members of staff", async () => {
      await remove(server, (await givenUser(server)).id);
      const folder = await temporaryFolder();
      expect(await load(folder)).toBe(false);
      expect(await readDemoAccounts(folder)).toBeUndefined();
      expect(await database().prisma.customer.count()).toBe(1000);
      expect(await database().prisma.staffUser.count()).toBe(1);
      expect(await database().prisma.customerPassword.count()).toBe(0);
    });

    it.each([
      ["a missing file", undefined],
      ["no JSON", "correct horse"],
      ["other JSON", '{"staff":{"id":"user_1","email":"ada@example.com"}}'],
    ])("are read from %s", async (_what, text) => {
      const folder = await temporaryFolder();
      if (text !== undefined) await writeFile(path.join(folder, "demo-accounts.json"), text);
      expect(await readDemoAccounts(folder)).toBeUndefined();
    });
  });

  describe("findUnchangedAccounts", () => {
    it("leaves out accounts whose password, email or deletion somebody has changed", async () => {
      const { accounts } = await givenAccounts();
      const { id } = accounts.customer;
      const find = async () => Object.keys(await findUnchangedAccounts(database().prisma, accounts));
      expect(await find()).toEqual(["staff", "customer"]);

      await updateCustomer(server, id, { firstName: "Ada" });
      await update(server, demoStaffId, { firstName: "Ada" });
      expect(await find()).toEqual(["staff", "customer"]);

      await updateCustomer(server, id, { password: otherPassword });
      expect(await find()).toEqual(["staff"]);
      await update(server, demoStaffId, { email: "ada@example.com" });
      expect(await find()).toEqual([]);
      await update(server, demoStaffId, { email: accounts.staff.email });
      expect(await find()).toEqual(["staff"]);
      await remove(server, demoStaffId);
      expect(await find()).toEqual([]);
    });
  });

  describe("the demo customer", () => {
    it("is left out after a change of the email", async () => {
      const { accounts } = await givenAccounts();
      await updateCustomer(server, accounts.customer.id, { email: "ada@example.com" });
      expect(await findUnchangedAccounts(database().prisma, accounts)).toEqual({ staff: accounts.staff });
    });

    it("is left out after an erasure, and the file does not contain the email", async () => {
      const { folder, accounts } = await givenAccounts();
      const { customer } = await findUnchangedAccounts(database().prisma, accounts);
      await erase(server, accounts.customer.id);
      expect(await findUnchangedAccounts(database().prisma, accounts)).toEqual({ staff: accounts.staff });
      const file = await readFile(path.join(folder, "demo-accounts.json"), "utf8");
      expect(file).toContain(accounts.customer.id);
      expect(customer?.email).toMatch(/@/);
      expect(file).not.toContain(customer?.email);
    });
  });

  describe("the first user of ADMIN_EMAIL", () => {
    it("is created beside the demo member of staff", async () => {
      await givenAccounts();
      const create = (email: string) =>
        createFirstUser(database().prisma, { email, password: otherPassword }, demoStaffId);
      expect(await create("Demo.Staff@example.com")).toBe(false);
      expect(await create("ada@example.com")).toBe(true);
      expect(await create("eva@example.com")).toBe(false);
    });
  });
});
