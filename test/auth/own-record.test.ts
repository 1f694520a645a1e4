import { createAddress, deleteAddress, setDefaultAddress, updateAddress } from "../address/address.operations.js";
import { defaultsOf, givenAddress, rome } from "../address/address.steps.js";
import { givenCustomer, remove, restore } from "../customer/customer.steps.js";
import { givenCustomerSession } from "../login/login.steps.js";
import { allRows } from "../support/rows.js";
import { useTestServer } from "../support/server.js";
import { inShort } from "../support/user-errors.js";
import { password } from "../user/user.steps.js";
import { adas as adasIds, adasToken, givenCallers } from "./callers.js";
import { changeOwn, readByEveryId, readViewer } from "./own-record.operations.js";

describe("a customer", () => {
  const server = useTestServer();

  /** Creates Ada, who is logged in, and Eva, each with a default address. */
  async function givenAdaAndEva() {
    const { customer: ada, token } = await givenCustomerSession(server);
    const eva = await givenCustomer(server, { email: "eva@example.com", password });
    const [adas, evas] = [
      await givenAddress(server, ada.id, { isDefaultShipping: true }),
      await givenAddress(server, eva.id, { isDefaultShipping: true }),
    ];
    return { ada, eva, adas, evas, caller: server.as(token) };
  }

  it("sees themselves and their addresses", async () => {
    const { ada, adas, caller } = await givenAdaAndEva();
    const address = { id: adas.id, customer: { id: ada.id } };
    expect((await caller.run(readViewer)).viewer).toEqual({
      type: "CUSTOMER",
      scopes: [],
      user: null,
      apiKey: null,
      customer: {
        id: ada.id,
        email: "ada@example.com",
        addresses: { totalCount: 1, nodes: [address] },
        defaultShippingAddress: address,
      },
    });
    const ids = [ada.id, adas.id];
    expect(await caller.run(readByEveryId, { customer: ada.id, address: adas.id, ids })).toEqual({
      customer: { id: ada.id },
      again: { email: "ada@example.com", defaultShippingAddress: { id: adas.id } },
      address,
      customerNode: { id: ada.id, email: "ada@example.com" },
      addressNode: { id: adas.id, customer: { email: "ada@example.com" } },
      nodes: [
        { __typename: "Customer", id: ada.id },
        { __typename: "Address", id: adas.id },
      ],
    });
  });

  it("gets null for every id of another customer, in any field and next to their own id", async () => {
    const { ada, eva, adas, evas, caller } = await givenAdaAndEva();
    const ids = [eva.id, ada.id, evas.id, adas.id];
    expect(await caller.run(readByEveryId, { customer: eva.id, address: evas.id, ids })).toEqual({
      customer: null,
      again: null,
      address: null,
      customerNode: null,
      addressNode: null,
      nodes: [null, { __typename: "Customer", id: ada.id }, null, { __typename: "Address", id: adas.id }],
    });
  });

  it.each([
    [
      "through a fragment",
      "{ ...F } fragment F on Query { customer(id: $id) { ...G } } fragment G on Customer { email }",
    ],
    ["through a variable's default", "{ customer(id: $id) { email } }"],
    [
      "after their own, in one answer",
      "{ viewer { customer { id } } customer(id: $id) { email addresses { totalCount } } }",
    ],
  ])("gets null for another customer: %s", async (_what, query) => {
    const { eva, caller } = await givenAdaAndEva();
    const { data, errors } = await caller.ask(`query ($id: ID! = "${eva.id}") ${query}`);
    expect({ errors, customer: data?.customer }).toEqual({ errors: undefined, customer: null });
  });

  it("finds only their own addresses with any filter and search", async () => {
    const { eva, evas, adas, caller } = await givenAdaAndEva();
    const everything = `where: {or: [{id: {eq: "${evas.id}"}}, {id: {ne: "${eva.id}"}}]}, search: "Roma"`;
    const { data } = await caller.ask(
      `{ viewer { customer { addresses(${everything}) { totalCount nodes { id } } } } }`,
    );
    expect(data?.viewer).toEqual({ customer: { addresses: { totalCount: 1, nodes: [{ id: adas.id }] } } });
  });

  it.each([
    ["{ customers { totalCount } }"],
    ['{ customers(search: "ada") { nodes { id } } }'],
    ["{ customers(first: 0) @include(if: false) { totalCount } viewer { type } }"],
    [
      "query ($never: Boolean! = false) { viewer { type } ...F @include(if: $never) } fragment F on Query { users { totalCount } }",
    ],
    ['{ customerByEmail(email: "ada@example.com") { id } }'],
    ["{ customerGroups { totalCount } }"],
    ['{ customerGroup(id: "cusgroup_1") { name } }'],
    ["{ users { totalCount } }"],
    ["{ apiKeys { totalCount } }"],
    ["{ viewer { customer { groups { totalCount } } } }"],
    ["{ viewer { customer { createdBy } } }"],
    ["{ viewer { customer { addresses { nodes { customer { createdBy } } } } } }"],
    ["{ __typename: users { totalCount } }"],
    ['{ node(id: "cusgroup_1") { id } }'],
    ['{ nodes(ids: ["cus_1", "user_1"]) { id } }'],
    ['{ nodes(ids: "apk_root") { id } }'],
    ['query ($id: ID! = "cusgroup_1") { node(id: $id) { ... on CustomerGroup { id } } }'],
  ])("is refused fields that are not for customers: %s", async (query) => {
    await givenCallers(server);
    const caller = server.as(await adasToken());
    const { result, statements } = await server.testDatabase.withStatements(() => caller.ask(query));
    expect(result).toEqual({ status: 403, errors: [expect.objectContaining({ message: expect.any(String) })] });
    expect(result.errors?.[0]?.extensions).toMatchObject({ code: "FORBIDDEN" });
    expect(statements).toEqual([]);
  });

  it("changes their own record, and sees the change", async () => {
    const { ada, caller } = await givenAdaAndEva();
    const { customerUpdate } = await caller.run(changeOwn, { id: ada.id, input: { firstName: "Augusta" } });
    const customer = { id: ada.id, firstName: "Augusta", addresses: { totalCount: 1 } };
    expect(customerUpdate).toEqual({ customer, userErrors: [] });
  });

  const update = (input: string) => `customerUpdate(id: $id, input: ${input}) { userErrors { code } } }`;

  it.each<[string, string, object]>([
    ["metadata", `mutation ($id: ID!) { ${update("{metadata: {a: 1}}")}`, {}],
    ["metadata as null", `mutation ($id: ID!) { ${update("{metadata: null}")}`, {}],
    ["metadata by a variable", `mutation ($id: ID!, $m: JSONObject) { ${update("{metadata: $m}")}`, { m: { a: 1 } }],
    ["metadata by a null variable", `mutation ($id: ID!, $m: JSONObject) { ${update("{metadata: $m}")}`, { m: null }],
    ["metadata by default", `mutation ($id: ID!, $m: JSONObject = {a: 1}) { ${update("{metadata: $m}")}`, {}],
    [
      "metadata in a variable",
      `mutation ($id: ID!, $i: CustomerUpdateInput!) { ${update("$i")}`,
      { i: { metadata: {} } },
    ],
    ["groups", `mutation ($id: ID!) { ${update("{groupIds: []}")}`, {}],
    ["groups as null", `mutation ($id: ID!) { ${update("{groupIds: null}")}`, {}],
    ["one group", `mutation ($id: ID!) { ${update('{groupIds: "cusgroup_1"}')}`, {}],
    ["groups by a variable", `mutation ($id: ID!, $g: [ID!]) { ${update("{groupIds: $g}")}`, { g: [] }],
    ["groups by a null variable", `mutation ($id: ID!, $g: [ID!]) { ${update("{groupIds: $g}")}`, { g: null }],
    [
      "groups in a variable",
      `mutation ($id: ID!, $i: CustomerUpdateInput!) { ${update("$i")}`,
      { i: { groupIds: null } },
    ],
    ["groups in a default", `mutation ($id: ID!, $i: CustomerUpdateInput! = {groupIds: []}) { ${update("$i")}`, {}],
    [
      "groups after a login",
      `mutation ($id: ID!) { customerLogin(email: "", password: "") { token } ${update("{groupIds: []}")}`,
      {},
    ],
  ])("must not change %s", async (_what, query, variables) => {
    await givenCallers(server);
    const before = await allRows(server);
    const { status, errors } = await server.as(await adasToken()).ask(query, { id: adasIds.customer, ...variables });
    expect({ status, code: errors?.[0]?.extensions?.code }).toEqual({ status: 403, code: "FORBIDDEN" });
    expect(await allRows(server)).toEqual(before);
  });

  it("may leave out a variable for a field that they must not change", async () => {
    const { ada, caller } = await givenAdaAndEva();
    const query = `mutation ($id: ID!, $m: JSONObject) { ${update('{firstName: "Augusta", metadata: $m}')}`;
    expect(await caller.ask(query, { id: ada.id })).toMatchObject({ data: { customerUpdate: { userErrors: [] } } });
  });

  it("creates, changes, makes default and deletes their own addresses", async () => {
    const { ada, adas, caller } = await givenAdaAndEva();
    const own = { customerId: ada.id };
    const { address } = (await caller.run(createAddress, { ...own, input: rome })).customerAddressCreate;
    const id = address?.id ?? "";
    const updated = await caller.run(updateAddress, { ...own, id, input: { city: "Ostia" } });
    expect(updated.customerAddressUpdate.address?.city).toBe("Ostia");
    await caller.run(setDefaultAddress, { ...own, id, roles: ["SHIPPING"] });
    expect(await defaultsOf(server, ada.id)).toMatchObject({ shipping: id });
    const { customerAddressDelete } = await caller.run(deleteAddress, { ...own, id: adas.id });
    expect(customerAddressDelete).toMatchObject({ deletedId: adas.id, customer: { addresses: { totalCount: 1 } } });
  });

  it("gets NOT_FOUND for other customers and their addresses, which are not changed", async () => {
    const { ada, eva, adas, evas, caller } = await givenAdaAndEva();
    const before = await allRows(server);
    const places = [
      { customerId: ada.id, id: evas.id, at: "id" },
      { customerId: eva.id, id: evas.id, at: "customerId" },
      { customerId: eva.id, id: adas.id, at: "customerId" },
    ];
    for (const { at, ...place } of places) {
      const input = { city: "Ostia" };
      const payloads = [
        (await caller.run(updateAddress, { ...place, input })).customerAddressUpdate,
        (await caller.run(deleteAddress, place)).customerAddressDelete,
        (await caller.run(setDefaultAddress, { ...place, roles: ["SHIPPING"] })).customerAddressSetDefault,
      ];
      for (const { customer, userErrors } of payloads) {
        expect({ customer, errors: inShort(userErrors) }).toEqual({ customer: null, errors: [`NOT_FOUND at ${at}`] });
      }
    }
    const { customerAddressCreate } = await caller.run(createAddress, { customerId: eva.id, input: rome });
    const { customerUpdate } = await caller.run(changeOwn, { id: eva.id, input: { firstName: "Mine" } });
    expect(inShort(customerAddressCreate.userErrors)).toEqual(["NOT_FOUND at customerId"]);
    expect(customerUpdate).toMatchObject({ customer: null, userErrors: [{ code: "NOT_FOUND", path: ["id"] }] });
    expect(await allRows(server)).toEqual(before);
  });

  it("is not authenticated after being deleted, or with the old token after being restored", async () => {
    const { ada, caller } = await givenAdaAndEva();
    const statusOf = async () => (await caller.ask("{ viewer { type } }")).status;
    expect(await statusOf()).toBe(200);
    await remove(server, ada.id);
    expect(await statusOf()).toBe(401);
    await restore(server, ada.id);
    expect(await statusOf()).toBe(401);
  });
});
