import { hashOf1x, hashOf2x, hashWithParameters, medusaHashOf, passwordOfHashes } from "../auth/medusa-hashes.js";
import { logInCustomer } from "../login/login.operations.js";
import { useTestServer } from "../support/server.js";
import { runImport, useMedusaDatabase, type Version } from "./medusa-database.js";
import { givenAddress, givenCustomer, givenGroup, givenLogin, givenMember, givenOrder } from "./medusa-rows.js";

// The numbers are those of docs/from-medusa.md.
describe.each([1, 2] as const)("the import from Medusa %i", (version: Version) => {
  const server = useTestServer();
  const medusa = useMedusaDatabase();
  const db = () => server.testDatabase.database.prisma;
  const run = (options = {}) => runImport(server.testDatabase, medusa, options);
  const logIn = async (password: string, email = "ana@example.com") =>
    (await server.as(null).run(logInCustomer, { email, password })).customerLogin;
  const erase = (id: string) =>
    server
      .ask(`mutation { customerErase(id: "${id}") { userErrors { code } } }`)
      .then(({ data, errors }) =>
        expect({ data, errors }).toEqual({ data: { customerErase: { userErrors: [] } }, errors: undefined }),
      );
  beforeEach(() => medusa.emptyTables(version));

  describe("3. a bad address", () => {
    it.each([
      ["an unknown country", { country_code: version === 1 ? "zz" : "uk" }, "INVALID_COUNTRY countryCode"],
      ["a value that is too long", { city: "x".repeat(256) }, "TOO_LONG city"],
      ["a control character", { address_1: "Weg\u0001 1" }, "INVALID address1"],
      ["nothing filled in", { address_1: "", city: " \u200b" }, "BLANK address"],
    ])("with %s is refused, and its customer comes in", async (_title, values, problem) => {
      await givenCustomer(medusa, version, { id: "cus_1" });
      await givenAddress(medusa, version, { id: "cuaddr_1", customer_id: "cus_1", ...values });
      await givenAddress(medusa, version, { id: "cuaddr_2", customer_id: "cus_1" });
      const { counts, reasons } = await run();
      expect(reasons).toContain(`addresses, refused: ${problem} (1)`);
      expect(counts).toMatchObject({ customers: { created: 1 }, addresses: { read: 2, created: 1, refused: 1 } });
    });

    it("may lack anything but one filled field", async () => {
      await givenCustomer(medusa, version, { id: "cus_1" });
      await givenAddress(medusa, version, { id: "cuaddr_1", customer_id: "cus_1", address_1: null, phone: "1" });
      await run();
      expect(await db().address.findMany()).toMatchObject([
        { id: "cuaddr_1", phone: "1", countryCode: null, city: null },
      ]);
    });

    it("of a refused customer is counted under the reason of the customer", async () => {
      await givenCustomer(medusa, version, { id: "cus_1", email: "bad" });
      await givenAddress(medusa, version, { id: "cuaddr_1", customer_id: "cus_1" });
      await givenGroup(medusa, version, { id: "cusgroup_1", name: "VIP" });
      await givenMember(medusa, version, "cusgroup_1", "cus_1");
      const { reasons } = await run();
      for (const rows of ["addresses", "memberships"])
        expect(reasons).toContain(`${rows}, refused: customer refused: INVALID_EMAIL email (1)`);
    });
  });

  describe("5. and 6. passwords", () => {
    const hash = version === 1 ? hashOf1x : hashOf2x;

    it("log in as before, and are Argon2id afterwards, which another import leaves alone", async () => {
      await givenCustomer(medusa, version, { id: "cus_1", has_account: true });
      await givenLogin(medusa, version, { customerId: "cus_1", hash });
      expect((await run()).counts.logins).toMatchObject({ read: 1, created: 1 });
      expect(await db().customer.findMany()).toMatchObject([{ version: 1, passwordVersion: 1 }]);
      expect((await logIn("another password")).token).toBeNull();
      expect((await logIn(passwordOfHashes)).userErrors).toEqual([]);
      const after = await db().customerPassword.findMany();
      expect(after).toMatchObject([{ hash: expect.stringMatching(/^\$argon2id\$/) }]);
      expect((await run()).counts.logins).toMatchObject({ unchanged: 1 });
      expect(await db().customerPassword.findMany()).toEqual(after);
    });

    it("that changed in Medusa change here, and end the sessions", async () => {
      await givenCustomer(medusa, version, { id: "cus_1", has_account: true });
      await givenLogin(medusa, version, { customerId: "cus_1", hash });
      await run();
      await logIn(passwordOfHashes);
      const next = medusaHashOf("the new password");
      const set =
        version === 1
          ? "customer SET password_hash = $1"
          : "provider_identity SET provider_metadata = jsonb_build_object('password', $1::text)";
      await medusa.query(`UPDATE ${set}`, [next]);
      expect((await run()).counts).toMatchObject({ logins: { updated: 1 }, customers: { unchanged: 1 } });
      expect(await db().customer.findMany()).toMatchObject([{ passwordVersion: 2 }]);
      expect(await db().session.count()).toBe(0);
      expect((await logIn(passwordOfHashes)).token).toBeNull();
      expect((await logIn("the new password")).userErrors).toEqual([]);
    });

    it("that Medusa no longer has are removed", async () => {
      await givenCustomer(medusa, version, { id: "cus_1", has_account: true });
      await givenLogin(medusa, version, { customerId: "cus_1", hash });
      await run();
      await medusa.query(version === 1 ? "UPDATE customer SET password_hash = NULL" : "DELETE FROM provider_identity");
      expect((await run()).counts.logins).toMatchObject({ deleted: 1 });
      expect(await db().customerPassword.count()).toBe(0);
    });

    it.each([
      ["no hash", "secret"],
      ["too much work", hashWithParameters(31, 8, 1)],
    ])("with %s are refused, and the customer comes in without one", async (_title, bad) => {
      await givenCustomer(medusa, version, { id: "cus_1", has_account: true });
      await givenLogin(medusa, version, { customerId: "cus_1", hash: bad });
      const { counts, reasons } = await run();
      expect(reasons).toContain("logins, refused: INVALID hash (1)");
      expect(counts).toMatchObject({ customers: { created: 1 }, logins: { refused: 1 } });
      expect(await db().customer.findMany()).toMatchObject([{ hasAccount: true, passwordVersion: 0 }]);
    });

    it("of guests and of deleted customers are left out", async () => {
      await givenCustomer(medusa, version, { id: "cus_1" });
      await givenCustomer(medusa, version, {
        id: "cus_2",
        email: "b@example.com",
        has_account: true,
        deleted_at: "2023-06-01Z",
      });
      await givenLogin(medusa, version, { customerId: "cus_1", hash });
      await givenLogin(medusa, version, { customerId: "cus_2", hash, login: "b@example.com" });
      const { reasons } = await run();
      expect(reasons).toContain("logins, left out: of a guest (1)");
      expect(reasons).toContain("logins, left out: of a deleted customer (1)");
      expect(await db().customerPassword.count()).toBe(0);
    });

    it("do not show in history", async () => {
      await givenCustomer(medusa, version, { id: "cus_1", has_account: true });
      await givenLogin(medusa, version, { customerId: "cus_1", hash });
      await run();
      const changes = await db().change.findMany({ where: { subjectType: "CUSTOMER" } });
      expect(changes).toMatchObject([{ action: "CREATED", actorType: "SYSTEM", actorId: "medusa import" }]);
      expect(JSON.stringify(changes, (_, value) => (typeof value === "bigint" ? String(value) : value))).not.toContain(
        hash.slice(0, 20),
      );
    });
  });

  describe("8. what is deleted in Medusa after an import", () => {
    beforeEach(async () => {
      await givenCustomer(medusa, version, { id: "cus_1" });
      await givenAddress(medusa, version, { id: "cuaddr_1", customer_id: "cus_1" });
      await givenAddress(medusa, version, { id: "cuaddr_2", customer_id: "cus_1" });
      await givenGroup(medusa, version, { id: "cusgroup_1", name: "VIP" });
      await givenMember(medusa, version, "cusgroup_1", "cus_1");
      await run();
    });

    it("is deleted here: an address, a membership, a group", async () => {
      const [address, member] =
        version === 1 ? ["address", "customer_group_customers"] : ["customer_address", "customer_group_customer"];
      await medusa.query(`DELETE FROM ${address} WHERE id = 'cuaddr_1'`);
      await medusa.query(`DELETE FROM ${member}`);
      await medusa.query("DELETE FROM customer_group");
      const { counts } = await run();
      expect(counts).toMatchObject({ addresses: { deleted: 1 }, memberships: { deleted: 1 }, groups: { deleted: 1 } });
      expect(await db().address.findMany({ where: { deletedAt: null } })).toMatchObject([{ id: "cuaddr_2" }]);
      expect(await db().customerGroupMember.count()).toBe(0);
      expect(await db().customerGroup.findMany()).toMatchObject([{ deletedAt: expect.any(Date), version: 2 }]);
      const again = await run();
      for (const { deleted, updated } of Object.values(again.counts))
        expect({ deleted, updated }).toEqual({ deleted: 0, updated: 0 });
    });

    it("is deleted here: a customer with addresses, which a restore brings back", async () => {
      await medusa.query("UPDATE customer SET deleted_at = '2024-01-01Z'");
      if (version === 2) await medusa.query("UPDATE customer_address SET deleted_at = '2024-01-01Z'");
      await run();
      expect(await db().customer.findMany()).toMatchObject([{ deletedAt: new Date("2024-01-01Z") }]);
      for (const address of await db().address.findMany())
        expect(address).toMatchObject({ deletedAt: expect.any(Date), deletedWithCustomer: true });
      expect((await run()).counts.customers).toMatchObject({ updated: 0 });
    });

    it("does not delete what was made here", async () => {
      await db().customer.create({ data: { id: "cus_here", email: "here@example.com" } });
      await db().address.create({ data: { id: "cuaddr_here", customerId: "cus_1", address1: "Weg 2" } });
      await db().customerGroupMember.create({ data: { groupId: "cusgroup_1", customerId: "cus_here" } });
      await run();
      expect(await db().customer.count({ where: { deletedAt: null } })).toBe(2);
      expect(await db().address.count({ where: { deletedAt: null } })).toBe(3);
      expect(await db().customerGroupMember.count()).toBe(2);
    });
  });

  describe("8. orders", () => {
    it("of a customer that never was are refused, those without a customer come in without one", async () => {
      await givenCustomer(medusa, version, { id: "cus_1" });
      if (version === 1)
        await medusa.query(
          'ALTER TABLE "order" DROP CONSTRAINT IF EXISTS order_customer_id_fkey, ALTER customer_id DROP NOT NULL',
        );
      await givenOrder(medusa, version, { id: "order_1", customer_id: "cus_unknown" });
      await givenOrder(medusa, version, { id: "order_2", customer_id: null });
      const { reasons } = await run();
      expect(reasons).toContain("orders, refused: NOT_FOUND customer (1)");
      expect(await db().order.findMany()).toMatchObject([{ id: "order_2", customerId: null, total: "10.00" }]);
    });
  });

  describe("10. addresses", () => {
    it("keep line breaks in the lines, and have a space for them elsewhere", async () => {
      await givenCustomer(medusa, version, { id: "cus_1" });
      const values = {
        address_1: "Weg 1\nHof 2",
        address_2: "a\r\nb",
        city: "Ulm\nDonau",
        first_name: "A\nB",
        phone: "1\n2",
      };
      await givenAddress(medusa, version, { id: "cuaddr_1", customer_id: "cus_1", country_code: "de", ...values });
      await run();
      expect(await db().address.findMany()).toMatchObject([
        {
          address1: "Weg 1\nHof 2",
          address2: "a\r\nb",
          city: "Ulm Donau",
          firstName: "A B",
          phone: "1 2",
          countryCode: "de",
        },
      ]);
    });
  });

  it("leaves alone the orders that a customer claimed here", async () => {
    await givenCustomer(medusa, version, { id: "cus_1" });
    await givenOrder(medusa, version, { id: "order_1", customer_id: "cus_1" });
    await run();
    await db().customer.create({ data: { id: "cus_claimer", email: "ana@example.com", hasAccount: true } });
    await db().customer.update({ where: { id: "cus_1" }, data: { ordersClaimedBy: "cus_claimer" } });
    await db().order.updateMany({ data: { customerId: "cus_claimer", isClaimed: true, claimedFrom: "cus_1" } });
    await givenOrder(medusa, version, { id: "order_2", customer_id: "cus_1" });
    expect((await run()).counts.orders).toMatchObject({ created: 1, unchanged: 1 });
    expect(await db().order.findMany()).toMatchObject([
      { customerId: "cus_claimer", isClaimed: true },
      { customerId: "cus_claimer", isClaimed: true, claimedFrom: "cus_1" },
    ]);
  });

  it("does not bring back an erased customer, and stores orders without email and metadata", async () => {
    for (const id of ["cus_1", "legacy-1"]) await givenCustomer(medusa, version, { id, email: `${id}@example.com` });
    await run();
    for (const { id } of await db().customer.findMany()) await erase(id);
    const before = await db().customer.findMany();
    for (const id of ["cus_1", "legacy-1"]) {
      await givenAddress(medusa, version, { id: `cuaddr_${id}`, customer_id: id });
      await givenOrder(medusa, version, {
        id: `order_${id}`,
        customer_id: id,
        email: `${id}@example.com`,
        metadata: { a: 1 },
      });
    }
    const { reasons } = await run();
    expect(reasons).toContain("customers, refused: ERASED customer (2)");
    expect(reasons).toContain("addresses, refused: customer refused: ERASED customer (2)");
    expect(await db().customer.findMany()).toEqual(before);
    for (const order of await db().order.findMany())
      expect(order).toMatchObject({ customerId: expect.any(String), email: null, metadata: null });
  });

  it("brings no data from before an erasure under another id, and takes a customer who came back", async () => {
    const erased = { email: "ana@example.com", has_account: true };
    await givenCustomer(medusa, version, { id: "cus_1", ...erased });
    await givenCustomer(medusa, version, { id: "cus_guest", email: "other@example.com" });
    await givenOrder(medusa, version, { id: "order_1", customer_id: "cus_guest", email: "Ana@example.com" });
    await run();
    await erase("cus_1");
    await givenCustomer(medusa, version, { id: "cus_2", email: "ANA@example.com", created_at: "2020-01-01Z" });
    await medusa.query("UPDATE customer SET deleted_at = now() WHERE id = 'cus_1'");
    await givenCustomer(medusa, version, { id: "cus_3", ...erased, created_at: "2100-01-01Z" });
    const { counts } = await run();
    expect(counts).toMatchObject({ customers: { refused: 2, created: 1, unchanged: 1 }, orders: { unchanged: 1 } });
    expect(await db().customer.findMany({ where: { email: "ana@example.com" } })).toMatchObject([{ id: "cus_3" }]);
  });
});

describe("the import from Medusa 1: the billing address", () => {
  const server = useTestServer();
  const medusa = useMedusaDatabase();
  const db = () => server.testDatabase.database.prisma;
  beforeEach(() => medusa.emptyTables(1));

  async function importWith(address: object, other = false) {
    await givenCustomer(medusa, 1, { id: "cus_1" });
    await givenCustomer(medusa, 1, { id: "cus_2", email: "b@example.com" });
    await givenAddress(medusa, 1, { id: "addr_1", ...address });
    if (other) await givenAddress(medusa, 1, { id: "addr_2", customer_id: "cus_1", address_1: "Weg 2" });
    await medusa.query("UPDATE customer SET billing_address_id = 'addr_1' WHERE id = 'cus_1'");
    return runImport(server.testDatabase, medusa);
  }

  it("9. is the default, also if it names no customer", async () => {
    await importWith({ customer_id: null }, true);
    expect(await db().address.findMany({ orderBy: { address1: "asc" } })).toMatchObject([
      {
        id: expect.stringMatching(/^cuaddr_[0-9A-Z]{26}$/),
        customerId: "cus_1",
        isDefaultBilling: true,
        isDefaultShipping: false,
      },
      { customerId: "cus_1", isDefaultBilling: false },
    ]);
  });

  it("9. of another customer is no default", async () => {
    await importWith({ customer_id: "cus_2" });
    expect(await db().address.findMany()).toMatchObject([{ customerId: "cus_2", isDefaultBilling: false }]);
  });

  it("9. that is deleted is left out", async () => {
    const { reasons } = await importWith({ customer_id: "cus_1", deleted_at: "2023-06-01Z" });
    expect(reasons).toContain("addresses, left out: deleted in Medusa (1)");
    expect(await db().address.count()).toBe(0);
  });

  it("9. leaves out and counts the other addresses without a customer", async () => {
    for (const id of ["addr_3", "addr_4"]) await givenAddress(medusa, 1, { id, customer_id: null });
    const { reasons, counts } = await importWith({ customer_id: "cus_1" });
    expect(reasons).toContain("addresses, left out: of a cart or an order (2)");
    expect(counts.addresses).toMatchObject({ read: 3, created: 1, leftOut: 2 });
  });

  it("8. of a deleted customer comes in as deleted with the customer", async () => {
    await givenCustomer(medusa, 1, { id: "cus_1", deleted_at: "2023-06-01Z" });
    await givenAddress(medusa, 1, { id: "addr_1", customer_id: "cus_1" });
    await runImport(server.testDatabase, medusa);
    expect(await db().address.findMany()).toMatchObject([
      { deletedAt: new Date("2023-06-01Z"), deletedWithCustomer: true },
    ]);
  });
});

describe("the import from Medusa 2: logins, memberships and defaults", () => {
  const server = useTestServer();
  const medusa = useMedusaDatabase();
  const db = () => server.testDatabase.database.prisma;
  const run = () => runImport(server.testDatabase, medusa);
  beforeEach(() => medusa.emptyTables(2));

  it("6. of several logins takes the one whose name is the email, then the newest", async () => {
    await givenCustomer(medusa, 2, { id: "cus_1", email: "ana@example.com", has_account: true });
    await givenCustomer(medusa, 2, { id: "cus_2", email: "bob@example.com", has_account: true });
    const [first, second, third, fourth] = ["1", "2", "3", "4"].map((salt) => medusaHashOf("password", { salt }));
    await givenLogin(medusa, 2, {
      customerId: "cus_1",
      hash: first ?? "",
      login: "ANA@Example.com",
      created_at: "2023-01-01Z",
    });
    await givenLogin(medusa, 2, {
      customerId: "cus_1",
      hash: second ?? "",
      login: "other@example.com",
      created_at: "2024-01-01Z",
    });
    await givenLogin(medusa, 2, {
      customerId: "cus_2",
      hash: third ?? "",
      login: "x@example.com",
      created_at: "2023-01-01Z",
    });
    await givenLogin(medusa, 2, {
      customerId: "cus_2",
      hash: fourth ?? "",
      login: "y@example.com",
      created_at: "2024-01-01Z",
    });
    const { reasons } = await run();
    expect(reasons).toContain("logins, left out: another login of the same customer (2)");
    const passwords = await db().customerPassword.findMany({ orderBy: { customerId: "asc" } });
    expect(passwords.map(({ hash }) => hash)).toEqual([`$medusa-scrypt$${first}`, `$medusa-scrypt$${fourth}`]);
  });

  it("6. leaves out logins without a customer, of staff, without a password, and deleted ones", async () => {
    const hash = hashOf2x;
    await givenCustomer(medusa, 2, { id: "cus_1", has_account: true });
    await givenLogin(medusa, 2, { customerId: null, hash, login: "a@example.com" });
    await givenLogin(medusa, 2, {
      customerId: null,
      hash,
      login: "b@example.com",
      app_metadata: { user_id: "user_1" },
    });
    await givenLogin(medusa, 2, { customerId: "cus_1", hash, login: "c@example.com", provider: "google" });
    await givenLogin(medusa, 2, { customerId: "cus_1", hash, login: "d@example.com", deleted_at: "2024-01-01Z" });
    const { reasons, counts } = await run();
    expect(counts.logins).toMatchObject({ read: 4, leftOut: 4 });
    expect(reasons).toContain("logins, left out: of staff, or without a customer (2)");
    await givenLogin(medusa, 2, {
      customerId: null,
      hash,
      login: "e@example.com",
      app_metadata: { user_id: "user_1", customer_id: "cus_1" },
    });
    expect((await run()).counts.logins).toMatchObject({ created: 1, leftOut: 4 });
  });

  it("takes a membership once, and leaves out doubled and deleted ones", async () => {
    await givenCustomer(medusa, 2, { id: "cus_1" });
    await givenGroup(medusa, 2, { id: "cusgroup_1", name: "VIP" });
    await givenGroup(medusa, 2, { id: "cusgroup_2", name: "Empty" });
    await givenMember(medusa, 2, "cusgroup_1", "cus_1", { created_at: "2024-02-02Z" });
    await givenMember(medusa, 2, "cusgroup_1", "cus_1", { created_at: "2024-01-01 00:00:00.1239Z" });
    await givenMember(medusa, 2, "cusgroup_1", "cus_1", { deleted_at: "2024-01-01Z" });
    await givenMember(medusa, 2, "cusgroup_2", "cus_1", { deleted_at: "2024-01-01Z" });
    const { counts } = await run();
    expect(counts.memberships).toMatchObject({ read: 4, created: 1, leftOut: 3 });
    expect(await db().customerGroupMember.findMany()).toEqual([
      { groupId: "cusgroup_1", customerId: "cus_1", createdAt: new Date("2024-01-01T00:00:00.123Z") },
    ]);
    expect((await run()).counts.memberships).toMatchObject({ unchanged: 1, created: 0 });
  });

  it("moves default addresses in any direction", async () => {
    await givenCustomer(medusa, 2, { id: "cus_1" });
    await givenAddress(medusa, 2, { id: "cuaddr_1", customer_id: "cus_1", is_default_shipping: true });
    await givenAddress(medusa, 2, { id: "cuaddr_2", customer_id: "cus_1", is_default_billing: true });
    await run();
    await medusa.query("UPDATE customer_address SET is_default_shipping = false, is_default_billing = false");
    await medusa.query("UPDATE customer_address SET is_default_shipping = true WHERE id = 'cuaddr_2'");
    await medusa.query("UPDATE customer_address SET is_default_billing = true WHERE id = 'cuaddr_1'");
    expect((await run()).counts.addresses).toMatchObject({ updated: 2 });
    expect(await db().address.findMany({ orderBy: { id: "asc" } })).toMatchObject([
      { isDefaultShipping: false, isDefaultBilling: true },
      { isDefaultShipping: true, isDefaultBilling: false },
    ]);
    expect((await run()).counts.addresses).toMatchObject({ updated: 0, unchanged: 2 });
  });

  it("unsets a default that was set here on an address that was made here", async () => {
    await givenCustomer(medusa, 2, { id: "cus_1" });
    await givenAddress(medusa, 2, { id: "cuaddr_1", customer_id: "cus_1" });
    await run();
    await db().address.create({ data: { id: "cuaddr_here", customerId: "cus_1", isDefaultShipping: true } });
    await medusa.query("UPDATE customer_address SET is_default_shipping = true");
    await run();
    expect(await db().address.findMany({ orderBy: { id: "asc" } })).toMatchObject([
      { id: "cuaddr_1", isDefaultShipping: true },
      { id: "cuaddr_here", isDefaultShipping: false },
    ]);
  });

  it("leaves out deleted addresses, also with a default", async () => {
    await givenCustomer(medusa, 2, { id: "cus_1" });
    await givenAddress(medusa, 2, {
      id: "cuaddr_1",
      customer_id: "cus_1",
      is_default_billing: true,
      deleted_at: "2024-01-01Z",
    });
    expect((await run()).counts.addresses).toMatchObject({ read: 1, leftOut: 1 });
    expect(await db().address.count()).toBe(0);
  });

  it.each(["uk", "usa", "de"])("takes the country %s only if it is an ISO code", async (country_code) => {
    await givenCustomer(medusa, 2, { id: "cus_1" });
    await givenAddress(medusa, 2, { id: "cuaddr_1", customer_id: "cus_1", country_code: country_code.toUpperCase() });
    await run();
    expect(await db().address.count({ where: { countryCode: country_code } })).toBe(country_code === "de" ? 1 : 0);
  });
});
