import { rome } from "../address/address.steps.js";
import { givenGroup, membersOf } from "../customer-group/customer-group.steps.js";
import type { CustomerCreateInput } from "../support/generated/graphql.js";
import { allRows } from "../support/rows.js";
import { useTestServer } from "../support/server.js";
import { inShort } from "../support/user-errors.js";
import { createCustomer, readCustomer, readCustomerByEmail } from "./customer.operations.js";
import { givenCustomer, givenRegisteredCustomer, remove } from "./customer.steps.js";

describe("customerCreate", () => {
  const server = useTestServer();
  const create = async (input: CustomerCreateInput) => (await server.run(createCustomer, { input })).customerCreate;

  it("writes the customer with its addresses and memberships and returns the same as a later query", async () => {
    const group = await givenGroup(server);
    const { customer, userErrors } = await create({
      email: "ada@example.com",
      firstName: "Ada",
      lastName: "Rossi",
      companyName: "Example S.p.A.",
      phone: "+39 06 1234567",
      metadata: { erpId: "4711", nested: { list: [1, null, true] } },
      addresses: [
        { ...rome, addressName: "Home", isDefaultShipping: true, metadata: { doorCode: "12A" } },
        { ...rome, address2: "Scala B", company: "Example", firstName: "Eva", lastName: "Verdi", province: "RM" },
      ],
      groupIds: [group.id, group.id],
    });
    expect(userErrors).toEqual([]);
    expect(customer).toMatchObject({
      id: expect.stringMatching(/^cus_[0-9A-HJKMNP-TV-Z]{26}$/),
      email: "ada@example.com",
      firstName: "Ada",
      lastName: "Rossi",
      companyName: "Example S.p.A.",
      phone: "+39 06 1234567",
      hasAccount: false,
      metadata: { erpId: "4711", nested: { list: [1, null, true] } },
      createdBy: "apk_root",
      deletedAt: null,
      version: 1,
      groups: { nodes: [{ id: group.id }] },
    });
    expect(customer?.updatedAt).toBe(customer?.createdAt);
    expect(customer?.addresses.nodes).toMatchObject([
      { ...rome, addressName: "Home", isDefaultShipping: true, isDefaultBilling: false, metadata: { doorCode: "12A" } },
      { ...rome, address2: "Scala B", company: "Example", firstName: "Eva", lastName: "Verdi", province: "RM" },
    ]);
    expect(await server.run(readCustomer, { id: customer?.id ?? "" })).toEqual({ customer });
    expect(await membersOf(server, group.id)).toEqual([customer?.id]);
  });

  it.each(["email", "phone", "firstName", "lastName", "companyName"])("accepts %s as the only field", async (field) => {
    expect((await create({ [field]: "ada@example.com" })).customer).toMatchObject({ [field]: "ada@example.com" });
  });

  it.each<[string, CustomerCreateInput]>([
    ["nothing", {}],
    ["only blank strings", { email: " ", phone: "\t", firstName: "", lastName: "\n", companyName: "\u00a0" }],
    ["only nulls", { email: null, phone: null, firstName: null, lastName: null, companyName: null }],
    ["only metadata", { metadata: { erpId: "4711" } }],
  ])("returns REQUIRED for an input without email, name and company: %s", async (_, input) => {
    const { customer, userErrors } = await create(input);
    expect(customer).toBeNull();
    expect(inShort(userErrors)).toEqual(["REQUIRED at input"]);
  });

  it.each(["firstName", "lastName", "companyName", "phone"])(
    "stores %s trimmed and in NFC, and blank strings as null",
    async (name) => {
      const { customer } = await create({ email: "ada@example.com", [name]: " \u00a0Ame\u0301lie\n" });
      expect(customer).toMatchObject({ [name]: "Am\u00e9lie" });
      expect((await create({ email: "eva@example.com", [name]: " \t " })).customer).toMatchObject({ [name]: null });
    },
  );

  it.each([
    ["trimmed and in lower case", "  Ada@Example.COM ", "ada@example.com"],
    ["in NFC", "ame\u0301lie@example.com", "am\u00e9lie@example.com"],
    ["in NFC after lower case has changed what composes", "J\u030ca@example.com", "\u01f0a@example.com"],
  ])("stores the email %s, and finds it by the given spelling", async (_, given, stored) => {
    const customer = await givenCustomer(server, { email: given });
    expect(customer.email).toBe(stored);
    for (const email of [given, stored]) {
      expect(await server.run(readCustomerByEmail, { email })).toEqual({ customerByEmail: { id: customer.id } });
    }
  });

  const longEmail = `${"a".repeat(60)}@${"b.".repeat(96)}com`;

  it("accepts strings of 255 characters, and counts surrogate pairs once", async () => {
    const input = { firstName: "😀".repeat(255), lastName: "e\u0301".repeat(255) };
    expect((await create(input)).userErrors).toEqual([]);
  });

  it.each<[string, CustomerCreateInput, string]>([
    ["an email without @", { email: "ada.example.com" }, "INVALID_EMAIL at input.email"],
    ["an email without a domain", { email: "ada@" }, "INVALID_EMAIL at input.email"],
    ["two emails", { email: "ada@example.com, eva@example.com" }, "INVALID_EMAIL at input.email"],
    ["an email with NUL", { email: "a\0da@example.com" }, "INVALID_EMAIL at input.email"],
    ["an email with a lone surrogate", { email: "a\ud800da@example.com" }, "INVALID_EMAIL at input.email"],
    ["a control character in quotes", { email: '"a\u0001da"@example.com' }, "INVALID_EMAIL at input.email"],
    ["an email that is short in characters alone", { email: "😀".repeat(200) }, "INVALID_EMAIL at input.email"],
    ["an email of 256 characters", { email: longEmail }, "TOO_LONG at input.email"],
    ["256 characters", { firstName: "a".repeat(256) }, "TOO_LONG at input.firstName"],
    ["256 characters of two units each", { lastName: "😀".repeat(256) }, "TOO_LONG at input.lastName"],
    ["a line break", { companyName: "Example\nS.p.A." }, "INVALID at input.companyName"],
    ["NUL", { phone: "06\x001234" }, "INVALID at input.phone"],
    ["a lone surrogate", { firstName: "Ada \udc00" }, "INVALID at input.firstName"],
    ["a C1 control character", { lastName: "Ro\u0085ssi" }, "INVALID at input.lastName"],
  ])("refuses %s", async (_, input, error) => {
    const { customer, userErrors } = await create(input);
    expect(customer).toBeNull();
    expect(inShort(userErrors)).toEqual([error]);
    expect((await allRows(server)).customers).toEqual([]);
  });

  it("returns all errors at once and writes nothing", async () => {
    const taken = await givenCustomer(server, { email: "ada@example.com" });
    const group = await givenGroup(server);
    const before = await allRows(server);
    const { customer, userErrors } = await create({
      email: "Ada@example.com",
      firstName: "a".repeat(256),
      phone: "06\u0007",
      metadata: { text: "\0" },
      addresses: [rome, {}, { ...rome, city: " ", countryCode: "xx" }, { company: "Example" }],
      groupIds: [group.id, "cusgroup_unknown", "cus_1", "cusgroup_nobody"],
    });
    expect(customer).toBeNull();
    expect(inShort(userErrors).sort()).toEqual([
      "BLANK at input.addresses.1",
      "EMAIL_TAKEN at input.email",
      "INVALID at input.metadata",
      "INVALID at input.phone",
      "INVALID_COUNTRY at input.addresses.2.countryCode",
      "INVALID_ID at input.groupIds.2",
      "NOT_FOUND at input.groupIds",
      "REQUIRED at input.addresses.3.address1",
      "REQUIRED at input.addresses.3.city",
      "REQUIRED at input.addresses.3.countryCode",
      "TOO_LONG at input.firstName",
    ]);
    expect(userErrors).toContainEqual(expect.objectContaining({ code: "EMAIL_TAKEN", existingId: taken.id }));
    expect(userErrors).toContainEqual(expect.objectContaining({ ids: ["cusgroup_unknown", "cusgroup_nobody"] }));
    expect(await allRows(server)).toEqual(before);
  });

  it("returns EMAIL_TAKEN with the id of the guest who has the email, in any spelling", async () => {
    const { id } = await givenCustomer(server, { email: "ada@example.com" });
    const { customer, userErrors } = await create({ email: " ADA@example.com" });
    expect(customer).toBeNull();
    expect(userErrors).toMatchObject([{ code: "EMAIL_TAKEN", path: ["input", "email"], existingId: id }]);
  });

  it("accepts the email of a registered customer for a guest, and a search by email finds the registered one", async () => {
    const registered = await givenRegisteredCustomer(server, "ada@example.com");
    const guest = await givenCustomer(server, { email: "ada@example.com" });
    const find = async (hasAccount?: boolean | null) => {
      const variables = { email: "Ada@example.com", ...(hasAccount === undefined ? {} : { hasAccount }) };
      return (await server.run(readCustomerByEmail, variables)).customerByEmail?.id;
    };
    expect(await Promise.all([find(), find(null), find(true), find(false)])).toEqual([
      registered.id,
      registered.id,
      registered.id,
      guest.id,
    ]);
  });

  it("accepts the email of a deleted customer", async () => {
    const { id } = await givenCustomer(server, { email: "ada@example.com" });
    await remove(server, id);
    expect((await create({ email: "ada@example.com" })).userErrors).toEqual([]);
  });

  it("creates a customer without addresses and groups if they are null", async () => {
    const input = { firstName: "Ada", addresses: null, groupIds: null, metadata: null };
    expect((await server.run(createCustomer, { input })).customerCreate).toMatchObject({ userErrors: [] });
  });

  it("treats a string of invisible characters as blank", async () => {
    const { customerCreate } = await server.run(createCustomer, {
      input: { firstName: "\u200b", lastName: " \u2060 " },
    });
    expect(inShort(customerCreate.userErrors)).toEqual(["REQUIRED at input"]);
  });

  it("creates several customers without email", async () => {
    await givenCustomer(server);
    expect((await create({ firstName: "Ada" })).userErrors).toEqual([]);
  });

  it("stores metadata unchanged: empty strings, nulls and keys such as __proto__", async () => {
    const metadata = { empty: "", none: null, $type: "Raw", value: "1", set: {}, constructor: { prototype: { a: 1 } } };
    expect((await givenCustomer(server, { firstName: "Ada", metadata })).metadata).toEqual(metadata);
    expect((await givenCustomer(server, { firstName: "Ada", metadata: {} })).metadata).toEqual({});
  });

  it.each(["isDefaultShipping", "isDefaultBilling"])("returns CONFLICTING_INPUT for every further %s", async (flag) => {
    const addresses = [rome, { ...rome, [flag]: true }, { ...rome, [flag]: true }, rome, { ...rome, [flag]: true }];
    const { customer, userErrors } = await create({ firstName: "Ada", addresses });
    expect(customer).toBeNull();
    expect(inShort(userErrors)).toEqual([2, 4].map((index) => `CONFLICTING_INPUT at input.addresses.${index}.${flag}`));
  });

  it("accepts one address as the default of both roles, or two addresses as the default of one role each", async () => {
    const both = await givenCustomer(server, {
      firstName: "Ada",
      addresses: [
        { ...rome, isDefaultShipping: true, isDefaultBilling: true },
        { ...rome, isDefaultShipping: false },
      ],
    });
    expect(both.addresses.nodes).toMatchObject([{ isDefaultShipping: true, isDefaultBilling: true }, {}]);
    const each = await create({
      firstName: "Ada",
      addresses: [
        { ...rome, isDefaultShipping: true },
        { ...rome, isDefaultBilling: true },
      ],
    });
    expect(each.userErrors).toEqual([]);
  });

  it("accepts 1,000 addresses, and returns only TOO_MANY for more", async () => {
    const full = await create({ firstName: "Ada", addresses: Array(1_000).fill(rome) });
    expect(full.userErrors).toEqual([]);
    const { userErrors } = await create({ firstName: "Ada", addresses: Array(1_001).fill({}) });
    expect(inShort(userErrors)).toEqual(["TOO_MANY at input.addresses"]);
  });

  it("returns TOO_MANY for more than 10,000 groups", async () => {
    const groupIds = Array.from({ length: 10_001 }, (_, index) => `cusgroup_${index}`);
    expect(inShort((await create({ firstName: "Ada", groupIds })).userErrors)).toEqual(["TOO_MANY at input.groupIds"]);
  });

  it("returns NOT_FOUND for an unknown or deleted group", async () => {
    const group = await givenGroup(server);
    const { userErrors } = await create({ firstName: "Ada", groupIds: [group.id, "cusgroup_unknown"] });
    expect(userErrors).toMatchObject([
      { code: "NOT_FOUND", path: ["input", "groupIds", "1"], ids: ["cusgroup_unknown"] },
    ]);
  });

  it("takes as many statements for 50 addresses as for one", async () => {
    const group = await givenGroup(server);
    const count = async (addresses: number) => {
      const input = { firstName: "Ada", addresses: Array(addresses).fill(rome), groupIds: [group.id] };
      const { statements } = await server.testDatabase.withStatements(() => create(input));
      return statements.length;
    };
    expect(await count(1)).toBe(await count(50));
  });

  it("takes one statement for a guest without addresses and groups", async () => {
    const mutation = 'mutation { customerCreate(input: { email: "ada@example.com" }) { customer { id email } } }';
    const { result, statements } = await server.testDatabase.withStatements(() => server.ask(mutation));
    expect(result.data).toMatchObject({ customerCreate: { customer: { email: "ada@example.com" } } });
    expect(statements).toHaveLength(1);
  });
});
