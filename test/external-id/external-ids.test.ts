import { createCustomer, deleteCustomer, restoreCustomer, updateCustomer } from "../customer/customer.operations.js";
import { givenCustomers } from "../customer/customer.steps.js";
import { createGroup, deleteGroup, restoreGroup, updateGroup } from "../customer-group/customer-group.operations.js";
import { recordOrders } from "../order/order.operations.js";
import { orderInput } from "../order/order.steps.js";
import type { CustomerFilter, ExternalIdInput } from "../support/generated/graphql.js";
import { type TestServer, useTestServer } from "../support/server.js";
import { inShort } from "../support/user-errors.js";
import { findByExternalId, readExternalIds, readGroupExternalIds } from "./external-id.operations.js";

const erp = (value: string): ExternalIdInput => ({ system: "erp", value });
const shop = (value: string): ExternalIdInput => ({ system: "shop", value });

/** The same writes of the two kinds of objects. */
const kinds = [
  {
    kind: "customer",
    create: async (server: TestServer, externalIds: ExternalIdInput[] | null) => {
      const { customer, userErrors } = (await server.run(createCustomer, { input: { firstName: "Ada", externalIds } }))
        .customerCreate;
      return { object: customer, userErrors };
    },
    update: async (server: TestServer, id: string, externalIds: ExternalIdInput[] | null) => {
      const { customer, userErrors } = (await server.run(updateCustomer, { id, input: { externalIds } }))
        .customerUpdate;
      return { object: customer, userErrors };
    },
    remove: async (server: TestServer, id: string) => server.run(deleteCustomer, { id }),
    restore: async (server: TestServer, id: string) => (await server.run(restoreCustomer, { id })).customerRestore,
    read: async (server: TestServer, where: CustomerFilter = {}, deleted: "EXCLUDE" | "ONLY" = "EXCLUDE") =>
      (await server.run(readExternalIds, { where, deleted })).customers.nodes,
  },
  {
    kind: "group",
    create: async (server: TestServer, externalIds: ExternalIdInput[] | null) => {
      const name = `Group ${Math.random()}`;
      const { customerGroup, userErrors } = (await server.run(createGroup, { input: { name, externalIds } }))
        .customerGroupCreate;
      return { object: customerGroup, userErrors };
    },
    update: async (server: TestServer, id: string, externalIds: ExternalIdInput[] | null) => {
      const { customerGroup, userErrors } = (await server.run(updateGroup, { id, input: { externalIds } }))
        .customerGroupUpdate;
      return { object: customerGroup, userErrors };
    },
    remove: async (server: TestServer, id: string) => server.run(deleteGroup, { id }),
    restore: async (server: TestServer, id: string) => (await server.run(restoreGroup, { id })).customerGroupRestore,
    read: async (
      server: TestServer,
      where: Pick<CustomerFilter, "externalIds"> = {},
      deleted: "EXCLUDE" | "ONLY" = "EXCLUDE",
    ) => (await server.run(readGroupExternalIds, { where, deleted })).customerGroups.nodes,
  },
] as const;

describe.each(kinds)("external ids of a $kind", ({ create, update, remove, restore, read }) => {
  const server = useTestServer();

  async function given(...externalIds: ExternalIdInput[]): Promise<string> {
    const { object, userErrors } = await create(server, externalIds);
    if (!object) throw new Error(inShort(userErrors).join());
    return object.id;
  }

  it("are returned sorted by system, and replaced as a whole", async () => {
    const id = await given(shop("x"), erp(" 4711 "));
    expect(await read(server)).toMatchObject([{ externalIds: [erp("4711"), shop("x")], version: 1 }]);
    await update(server, id, [erp("1")]);
    expect(await read(server)).toMatchObject([{ externalIds: [erp("1")], version: 2 }]);
    await update(server, id, null);
    expect(await read(server)).toMatchObject([{ externalIds: [], version: 3 }]);
  });

  it("do not change the version when the same ids are sent in another order", async () => {
    const id = await given(shop("x"), erp("1"));
    await update(server, id, [erp("1"), shop("x")]);
    expect(await read(server)).toMatchObject([{ version: 1 }]);
  });

  it("return EXTERNAL_ID_TAKEN with existingId when another object has one", async () => {
    const first = await given(erp("1"));
    const second = await given(erp("2"));
    const taken = { code: "EXTERNAL_ID_TAKEN", existingId: first };
    const created = await create(server, [shop("x"), erp("1")]);
    expect(created.userErrors).toMatchObject([{ ...taken, path: ["input", "externalIds", "1"] }]);
    const updated = await update(server, second, [erp("1")]);
    expect(updated.userErrors).toMatchObject([{ ...taken, path: ["input", "externalIds", "0"] }]);
    expect((await update(server, first, [erp("1"), shop("x")])).userErrors).toEqual([]);
  });

  it("are free after a deletion, and a restore takes them again", async () => {
    const first = await given(erp("1"));
    await remove(server, first);
    const second = await given(erp("1"));
    const { userErrors } = await restore(server, first);
    expect(userErrors).toMatchObject([{ code: "EXTERNAL_ID_TAKEN", path: ["id"], existingId: second }]);
    await remove(server, second);
    expect((await restore(server, first)).userErrors).toEqual([]);
    expect(inShort((await restore(server, second)).userErrors)).toEqual(["EXTERNAL_ID_TAKEN at id"]);
  });

  it.each([
    [[{ system: "ERP", value: "1" }], "INVALID at input.externalIds.0.system"],
    [[{ system: "", value: "1" }], "INVALID at input.externalIds.0.system"],
    [[{ system: "a".repeat(65), value: "1" }], "INVALID at input.externalIds.0.system"],
    [[{ system: "erp", value: " " }], "BLANK at input.externalIds.0.value"],
    [[{ system: "erp", value: "a".repeat(256) }], "TOO_LONG at input.externalIds.0.value"],
    [[{ system: "erp", value: "a\u0000" }], "INVALID at input.externalIds.0.value"],
    [[erp("1"), shop("1"), erp("2")], "CONFLICTING_INPUT at input.externalIds.2.system"],
    [Array.from({ length: 51 }, (_, n) => ({ system: `s${n}`, value: "1" })), "TOO_MANY at input.externalIds"],
  ])("refuse bad ids (%#)", async (externalIds, error) => {
    expect(inShort((await create(server, externalIds)).userErrors)).toEqual([error]);
    const id = await given();
    expect(inShort((await update(server, id, externalIds)).userErrors)).toEqual([error]);
    expect(await read(server)).toMatchObject([{ id, version: 1, externalIds: [] }]);
  });

  it("filter lists, those of deleted objects too", async () => {
    const first = await given(erp("1"), shop("2"));
    const second = await given(erp("2"));
    const third = await given();
    const idsOf = async (externalIds: NonNullable<CustomerFilter["externalIds"]>) =>
      (await read(server, { externalIds })).map(({ id }) => id);
    expect(await idsOf({ some: { value: { eq: "2" } } })).toEqual([first, second]);
    expect(await idsOf({ some: { system: { eq: "erp" }, value: { eq: "2" } } })).toEqual([second]);
    expect(await idsOf({ some: {} })).toEqual([first, second]);
    expect(await idsOf({ none: { system: { eq: "shop" } } })).toEqual([second, third]);
    expect(await idsOf({ none: {} })).toEqual([third]);
    await remove(server, first);
    const deleted = await read(server, { externalIds: { some: { value: { startsWith: "1" } } } }, "ONLY");
    expect(deleted).toMatchObject([{ id: first, externalIds: [erp("1"), shop("2")] }]);
  });
});

describe("customers by external id", () => {
  const server = useTestServer();

  const find = async (system: string, value: string) =>
    (await server.run(findByExternalId, { system, value })).customerByExternalId;

  async function given(externalIds: ExternalIdInput[]) {
    const { customer } = (await server.run(createCustomer, { input: { firstName: "Ada", externalIds } }))
      .customerCreate;
    return customer?.id ?? "";
  }

  it("are found exactly, and not after a deletion", async () => {
    const id = await given([erp("A1")]);
    expect(await find("erp", "A1")).toEqual({ id });
    expect(await find("erp", "a1")).toBeNull();
    expect(await find("shop", "A1")).toBeNull();
    expect(await find("erp", "\0")).toBeNull();
    await server.run(deleteCustomer, { id });
    expect(await find("erp", "A1")).toBeNull();
  });

  it("match one of several filters on external ids", async () => {
    const ids = [await given([erp("1")]), await given([shop("1")])];
    await given([erp("2")]);
    const or = [
      { externalIds: { some: { system: { eq: "erp" }, value: { eq: "1" } } } },
      { externalIds: { some: { system: { eq: "shop" } } } },
    ];
    const { customers } = await server.run(readExternalIds, { where: { or } });
    expect(customers.nodes.map(({ id }) => id)).toEqual(ids);
  });

  it("are read without a statement for the external ids", async () => {
    await givenCustomers(server, 20);
    await given([erp("1")]);
    const { statements } = await server.testDatabase.withStatements(() => server.run(readExternalIds, {}));
    expect(statements).toHaveLength(2);
  });

  it("get one of two concurrent creates, and the other returns EXTERNAL_ID_TAKEN", async () => {
    const input = { firstName: "Ada", externalIds: [erp("1")] };
    const answers = await Promise.all(Array.from({ length: 5 }, () => server.run(createCustomer, { input })));
    const errors = answers.flatMap(({ customerCreate }) => inShort(customerCreate.userErrors));
    expect(errors).toEqual(Array(4).fill("EXTERNAL_ID_TAKEN at input.externalIds.0"));
  });

  it("are named by recorded orders", async () => {
    const id = await given([erp("1")]);
    const { customerId: _, ...order } = orderInput();
    const record = async (input: object) =>
      (await server.run(recordOrders, { orders: [{ ...order, ...input }] })).ordersRecord;
    expect((await record({ customerExternalId: erp("1") })).orders).toMatchObject([{ customer: { id } }]);
    expect(await record({ customerExternalId: erp("1") })).toMatchObject({ unchanged: 1 });
    const { userErrors } = await record({ customerExternalId: erp("2") });
    expect(inShort(userErrors)).toEqual(["NOT_FOUND at orders.0.customerExternalId"]);
    expect(userErrors[0]?.message).toBe("Must be the external id of an existing customer.");
    expect(inShort((await record({ customerExternalId: erp("1"), customerId: id })).userErrors)).toEqual([
      "CONFLICTING_INPUT at orders.0.customerExternalId",
    ]);
    expect(inShort((await record({ customerExternalId: { system: "A b", value: "1" } })).userErrors)).toEqual([
      "INVALID at orders.0.customerExternalId.system",
    ]);
  });
});
