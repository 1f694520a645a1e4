import { useTestServer } from "../support/server.js";
import { runImport, useMedusaDatabase, type Version } from "./medusa-database.js";
import { givenCustomer, givenGroup, givenMember, givenOrder } from "./medusa-rows.js";

// The numbers are those of docs/from-medusa.md.
describe.each([1, 2] as const)("the import from Medusa %i", (version: Version) => {
  const server = useTestServer();
  const medusa = useMedusaDatabase();
  const db = () => server.testDatabase.database.prisma;
  const run = (options = {}) => runImport(server.testDatabase, medusa, options);
  beforeEach(() => medusa.emptyTables(version));

  describe("1. ids", () => {
    const rows = [
      { id: "cus_01HX", isKept: true },
      { id: "cus_1", isKept: true },
      { id: "legacy-4711", isKept: false },
      { id: "customer_1", isKept: false },
      { id: "CUS_1", isKept: false },
      { id: "5f0c8a52-3a4e-4c1e-9a52-0d6f5a1b2c3d", isKept: false },
      { id: "cusgroup_1", isKept: false },
      { id: `cus_${"x".repeat(252)}`, isKept: false },
    ];
    it("keeps an id with the prefix of this server; any other gets a new id and the external id medusa", async () => {
      for (const [index, { id }] of rows.entries())
        await givenCustomer(medusa, version, { id, email: `c${index}@example.com` });
      await run();
      for (const [index, { id, isKept }] of rows.entries()) {
        const customer = await db().customer.findFirstOrThrow({ where: { email: `c${index}@example.com` } });
        const externalIds = id.length > 255 ? null : [{ system: "medusa", value: id }];
        if (isKept) expect(customer).toMatchObject({ id, externalIds: null });
        else expect(customer).toMatchObject({ id: expect.stringMatching(/^cus_[0-9A-Z]{26}$/), externalIds });
      }
      expect((await run()).counts.customers).toMatchObject({ created: 0, updated: 0, unchanged: rows.length });
    });

    it("gives orders and memberships the new ids", async () => {
      await givenCustomer(medusa, version, { id: "legacy-1" });
      await givenGroup(medusa, version, { id: "group-1", name: "VIP" });
      await givenMember(medusa, version, "group-1", "legacy-1");
      await givenOrder(medusa, version, { id: "o-1", customer_id: "legacy-1" });
      await run();
      const customer = await db().customer.findFirstOrThrow();
      const group = await db().customerGroup.findFirstOrThrow();
      expect(group.externalIds).toEqual([{ system: "medusa", value: "group-1" }]);
      expect(await db().customerGroupMember.findMany()).toMatchObject([{ customerId: customer.id, groupId: group.id }]);
      expect(await db().order.findMany()).toMatchObject([
        { id: expect.stringMatching(/^order_[0-9A-Z]{26}$/), customerId: customer.id },
      ]);
    });

    it("finds a customer that has the external id already", async () => {
      const externalIds = [{ system: "medusa", value: "legacy-1" }];
      await db().customer.create({ data: { id: "cus_here", email: "c@example.com", externalIds } });
      await givenCustomer(medusa, version, { id: "legacy-1", email: "c@example.com", first_name: "Ana" });
      expect((await run()).counts.customers).toMatchObject({ created: 0, updated: 1 });
      expect(await db().customer.findMany()).toMatchObject([{ id: "cus_here", firstName: "Ana", externalIds }]);
    });

    it("makes new ids that sort by the date of creation", async () => {
      await givenCustomer(medusa, version, { id: "b", email: "b@example.com", created_at: "2021-01-01Z" });
      await givenCustomer(medusa, version, { id: "a", email: "a@example.com", created_at: "2022-01-01Z" });
      await givenCustomer(medusa, version, { id: "c", email: "c@example.com", created_at: "2020-01-01Z" });
      await run();
      const customers = await db().customer.findMany({ orderBy: { id: "asc" } });
      expect(customers.map(({ email }) => email?.[0])).toEqual(["c", "b", "a"]);
    });
  });

  describe("2. customers with one email, groups with one name", () => {
    it("takes the older, and moves orders and memberships of the others to it", async () => {
      await givenCustomer(medusa, version, { id: "cus_new", email: "Ana@Example.com", created_at: "2023-02-02Z" });
      await givenCustomer(medusa, version, { id: "cus_old", email: "ana@example.com", created_at: "2023-01-01Z" });
      await givenCustomer(medusa, version, { id: "cus_reg", email: "ana@example.com", has_account: true });
      await givenGroup(medusa, version, { id: "cusgroup_1", name: "One" });
      await givenMember(medusa, version, "cusgroup_1", "cus_new");
      await givenOrder(medusa, version, { id: "order_1", customer_id: "cus_new" });
      const { counts, details, reasons } = await run();
      expect(counts.customers).toMatchObject({ read: 3, created: 2, refused: 1 });
      expect(details.find(({ reason }) => reason === "EMAIL_TAKEN email")).toMatchObject({
        ids: ["cus_new"],
        existingIds: ["cus_old"],
      });
      expect(reasons).toContain("orders, note: of a refused customer or group, went to the one that came in (1)");
      expect(await db().order.findMany()).toMatchObject([{ id: "order_1", customerId: "cus_old" }]);
      expect(await db().customerGroupMember.findMany()).toMatchObject([{ customerId: "cus_old" }]);
      expect((await run()).counts).toMatchObject({ orders: { unchanged: 1 }, memberships: { unchanged: 1 } });
    });

    it("takes the one with the lower id if both have the same date", async () => {
      await givenCustomer(medusa, version, { id: "cus_b", email: "A@example.com" });
      await givenCustomer(medusa, version, { id: "cus_a", email: "a@example.com" });
      await run();
      expect(await db().customer.findMany()).toMatchObject([{ id: "cus_a" }]);
    });

    it("compares dates to the microsecond", async () => {
      await givenCustomer(medusa, version, {
        id: "cus_a",
        email: "A@example.com",
        created_at: "2023-01-01 00:00:00.000002Z",
      });
      await givenCustomer(medusa, version, {
        id: "cus_b",
        email: "a@example.com",
        created_at: "2023-01-01 00:00:00.000001Z",
      });
      await run();
      expect(await db().customer.findMany()).toMatchObject([{ id: "cus_b" }]);
    });

    it.each([
      ["VIP", "vip"],
      ["VIP", "VIP "],
      ["Caf\u00e9", "Cafe\u0301"],
    ])("takes one of the groups %j and %j, with the members of both", async (first, second) => {
      await givenGroup(medusa, version, { id: "cusgroup_b", name: second, created_at: "2023-02-02Z" });
      await givenGroup(medusa, version, { id: "cusgroup_a", name: first, created_at: "2023-01-01Z" });
      for (const id of ["cus_1", "cus_2"]) await givenCustomer(medusa, version, { id, email: `${id}@example.com` });
      await givenMember(medusa, version, "cusgroup_a", "cus_1");
      await givenMember(medusa, version, "cusgroup_b", "cus_2");
      await givenMember(medusa, version, "cusgroup_b", "cus_1");
      const { details, counts } = await run();
      expect(details.find(({ rows, outcome }) => rows === "groups" && outcome === "refused")).toMatchObject({
        reason: "NAME_TAKEN name",
        ids: ["cusgroup_b"],
        existingIds: ["cusgroup_a"],
      });
      expect(await db().customerGroupMember.findMany({ orderBy: { customerId: "asc" } })).toMatchObject([
        { groupId: "cusgroup_a", customerId: "cus_1" },
        { groupId: "cusgroup_a", customerId: "cus_2" },
      ]);
      expect(counts.memberships).toMatchObject({ read: 3, created: 2, leftOut: 1 });
    });

    it("does not count deleted customers and groups as taken", async () => {
      await givenCustomer(medusa, version, { id: "cus_1", email: "a@example.com", deleted_at: "2023-03-03Z" });
      await givenCustomer(medusa, version, { id: "cus_2", email: "a@example.com", created_at: "2024-01-01Z" });
      await givenGroup(medusa, version, { id: "cusgroup_1", name: "VIP", deleted_at: "2023-03-03Z" });
      await givenGroup(medusa, version, { id: "cusgroup_2", name: "VIP", created_at: "2024-01-01Z" });
      const { counts } = await run();
      expect(counts).toMatchObject({ customers: { created: 2 }, groups: { created: 2 } });
    });

    it("refuses a customer whose email a customer that was made here has, with that customer's id", async () => {
      await db().customer.create({ data: { id: "cus_here", email: "a@example.com" } });
      await givenCustomer(medusa, version, { id: "cus_1", email: "a@example.com" });
      await givenOrder(medusa, version, { id: "order_1", customer_id: "cus_1" });
      const { details } = await run();
      expect(details[0]).toMatchObject({ reason: "EMAIL_TAKEN email", ids: ["cus_1"], existingIds: ["cus_here"] });
      expect(await db().order.findMany()).toMatchObject([{ customerId: "cus_here" }]);
    });

    it("lets two customers exchange their emails, and a new one have the email of a deleted one", async () => {
      await givenCustomer(medusa, version, { id: "cus_1", email: "a@example.com" });
      await givenCustomer(medusa, version, { id: "cus_2", email: "b@example.com" });
      await givenCustomer(medusa, version, { id: "cus_3", email: "c@example.com" });
      await run();
      await medusa.query("UPDATE customer SET deleted_at = '2024-01-01Z' WHERE id = 'cus_3'");
      await medusa.query("UPDATE customer SET email = 'x' WHERE id = 'cus_1'");
      await medusa.query("UPDATE customer SET email = 'a@example.com' WHERE id = 'cus_2'");
      await medusa.query("UPDATE customer SET email = 'b@example.com' WHERE id = 'cus_1'");
      await givenCustomer(medusa, version, { id: "cus_0", email: "c@example.com", created_at: "2024-01-01Z" });
      const { counts } = await run();
      expect(counts.customers).toMatchObject({ created: 1, updated: 3, refused: 0 });
      const customers = await db().customer.findMany({ where: { deletedAt: null }, orderBy: { id: "asc" } });
      expect(customers.map(({ id, email }) => [id, email])).toEqual([
        ["cus_0", "c@example.com"],
        ["cus_1", "b@example.com"],
        ["cus_2", "a@example.com"],
      ]);
      expect((await run()).counts.customers).toMatchObject({ updated: 0, unchanged: 4 });
    });
  });

  describe("8. deleted rows", () => {
    it("come in as deleted, with their date and memberships", async () => {
      await givenCustomer(medusa, version, { id: "cus_1", deleted_at: "2023-06-01 10:00:00.123Z" });
      await givenGroup(medusa, version, { id: "cusgroup_1", name: "VIP", deleted_at: "2023-06-02 10:00:00.123Z" });
      await givenMember(medusa, version, "cusgroup_1", "cus_1");
      await givenOrder(medusa, version, { id: "order_1", customer_id: "cus_1" });
      await run();
      expect(await db().customer.findMany()).toMatchObject([{ deletedAt: new Date("2023-06-01T10:00:00.123Z") }]);
      expect(await db().customerGroup.findMany()).toMatchObject([{ deletedAt: new Date("2023-06-02T10:00:00.123Z") }]);
      expect(await db().customerGroupMember.count()).toBe(1);
      expect(await db().order.findMany()).toMatchObject([{ customerId: "cus_1" }]);
    });
  });

  describe("3. a row that cannot be taken", () => {
    it.each([
      ["email", { email: "no email" }, "INVALID_EMAIL email"],
      ["white space in the email", { email: "a b@example.com" }, "INVALID_EMAIL email"],
      ["a name that is too long", { first_name: "x".repeat(256) }, "TOO_LONG firstName"],
      ["a control character", { last_name: "a\u0007b" }, "INVALID lastName"],
      ["a bidirectional control", { phone: "1\u202e2" }, "INVALID phone"],
    ])("%s: refuses only itself", async (_title, values, problem) => {
      await givenCustomer(medusa, version, { id: "cus_1", ...values });
      await givenCustomer(medusa, version, { id: "cus_2", email: "other@example.com" });
      await givenOrder(medusa, version, { id: "order_1", customer_id: "cus_1", email: "" });
      const { counts, details, reasons } = await run();
      expect(counts.customers).toMatchObject({ created: 1, refused: 1 });
      expect(details[0]).toMatchObject({ reason: problem, ids: ["cus_1"], existingIds: [null] });
      expect(reasons).toContain(`orders, refused: customer refused: ${problem} (1)`);
    });

    it("without email, phone and name is refused; with one of them it comes in", async () => {
      await givenCustomer(medusa, version, { id: "cus_1", email: "" });
      await givenCustomer(medusa, version, { id: "cus_2", email: " \u200b", phone: "\u00a0+49 1\n2 " });
      const { reasons } = await run();
      expect(reasons).toContain("customers, refused: REQUIRED email, phone or a name (1)");
      expect(await db().customer.findMany()).toMatchObject([{ id: "cus_2", email: null, phone: "+49 1 2" }]);
    });

    it("registered without an email is refused", async () => {
      await givenCustomer(medusa, version, { id: "cus_1", email: "", first_name: "Ana", has_account: true });
      expect((await run()).reasons).toContain("customers, refused: REQUIRED email (1)");
    });
  });

  describe("10. values", () => {
    const metadata =
      '{"number": 1234567890123456789, "large": 1e400, "zeros": 12.50, "text": "1e400", "nested": [{"a": 0.10}]}';

    it("copies metadata to the last digit", async () => {
      await givenCustomer(medusa, version, { id: "cus_1" });
      await medusa.query("UPDATE customer SET metadata = $1", [metadata]);
      await run();
      const [here] = (await server.testDatabase.database.pool.query("SELECT metadata::text AS text FROM customer"))
        .rows;
      const [there] = await medusa.query("SELECT metadata::text AS text FROM customer");
      expect(here).toEqual(there);
      expect(here.text).toContain("1234567890123456789");
      expect(here.text).toContain("12.50");
      await medusa.query("UPDATE customer SET metadata = jsonb_set(metadata, '{zeros}', '12.5')");
      expect((await run()).counts.customers).toMatchObject({ updated: 1 });
      expect((await run()).counts.customers).toMatchObject({ updated: 0 });
    });

    it.each(["[1]", '"text"', "7", "null", "true"])("leaves out metadata that is %s, and counts it", async (json) => {
      await givenCustomer(medusa, version, { id: "cus_1" });
      await medusa.query("UPDATE customer SET metadata = $1", [json]);
      expect((await run()).reasons).toContain("customers, note: metadata left out: it is no object (1)");
      expect(await db().customer.findMany()).toMatchObject([{ metadata: null }]);
    });

    it("makes line breaks in names and phones a space", async () => {
      await givenCustomer(medusa, version, { id: "cus_1", first_name: "Ana\r\nMaria\nX", phone: "1\n2" });
      await givenGroup(medusa, version, { id: "cusgroup_1", name: "Big\nspenders" });
      await run();
      expect(await db().customer.findMany()).toMatchObject([{ firstName: "Ana Maria X", phone: "1 2" }]);
      expect(await db().customerGroup.findMany()).toMatchObject([{ name: "Big spenders" }]);
    });

    it("keeps dates to the millisecond, and none that cannot be shown", async () => {
      const dates = { created_at: "2023-05-01 10:00:00.999999Z", updated_at: "2024-05-01 10:00:00.0005Z" };
      await givenCustomer(medusa, version, { id: "cus_1", ...dates });
      await givenCustomer(medusa, version, { id: "cus_2", email: "b@example.com", ...dates, created_at: "-infinity" });
      await givenCustomer(medusa, version, { id: "cus_3", email: "c@example.com", ...dates, deleted_at: "infinity" });
      await run();
      const created = new Date("2023-05-01T10:00:00.999Z");
      const updated = new Date("2024-05-01T10:00:00.000Z");
      expect(await db().customer.findMany({ orderBy: { id: "asc" } })).toMatchObject([
        { createdAt: created, updatedAt: updated, deletedAt: null },
        { createdAt: updated, updatedAt: updated, deletedAt: null },
        { createdAt: created, updatedAt: updated, deletedAt: updated },
      ]);
      expect((await run()).counts.customers).toMatchObject({ updated: 0, unchanged: 3 });
    });
  });
});

describe("createdBy of Medusa 2", () => {
  const server = useTestServer();
  const medusa = useMedusaDatabase();

  it("is kept if that user exists here", async () => {
    const db = server.testDatabase.database.prisma;
    await medusa.emptyTables(2);
    await db.staffUser.create({ data: { id: "user_1", email: "staff@example.com" } });
    await givenCustomer(medusa, 2, { id: "cus_1", created_by: "user_1" });
    await givenCustomer(medusa, 2, { id: "cus_2", email: "b@example.com", created_by: "user_2" });
    await givenGroup(medusa, 2, { id: "cusgroup_1", name: "VIP", created_by: "user_1" });
    await runImport(server.testDatabase, medusa);
    expect(await db.customer.findMany({ orderBy: { id: "asc" } })).toMatchObject([
      { createdBy: "user_1" },
      { createdBy: null },
    ]);
    expect(await db.customerGroup.findMany()).toMatchObject([{ createdBy: "user_1" }]);
  });
});
