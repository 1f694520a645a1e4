import { allScopes, type Scope } from "../../src/access/auth/scope.type.js";
import { deleteAddress } from "../address/address.operations.js";
import { givenAddress } from "../address/address.steps.js";
import { givenApiKey } from "../api-key/api-key.steps.js";
import { givenCustomer, remove, restore, update } from "../customer/customer.steps.js";
import { givenGroup, removeGroup } from "../customer-group/customer-group.steps.js";
import { addCustomers, updateGroups } from "../customer-group/membership.operations.js";
import { upsertCustomer } from "../customer-sync/upsert.operations.js";
import { eraseCustomer } from "../personal-data/personal-data.operations.js";
import { givenPriceList } from "../price-list/price-list.steps.js";
import { givenRegion } from "../region/region.steps.js";
import { givenCustomers, idsOf } from "../support/given-rows.js";
import { useTestServer } from "../support/server.js";
import { givenUser } from "../user/user.steps.js";
import { changeSubjects } from "./history.operations.js";

describe("the subject of a change", () => {
  const server = useTestServer();
  const changesOf = async (subjectId: string) =>
    (await server.run(changeSubjects, { where: { subjectId } })).changes.nodes;

  async function givenOneOfEach() {
    const customer = await givenCustomer(server);
    return {
      Customer: customer.id,
      Address: (await givenAddress(server, customer.id)).id,
      CustomerGroup: (await givenGroup(server)).id,
      PriceList: (await givenPriceList(server)).id,
      Region: (await givenRegion(server)).id,
      User: (await givenUser(server)).id,
      ApiKey: (await givenApiKey(server)).id,
    };
  }

  it("is the object of any type", async () => {
    for (const [__typename, id] of Object.entries(await givenOneOfEach())) {
      expect((await changesOf(id))[0]?.subject).toMatchObject({ __typename, id });
    }
  });

  it("has the present state, also for older changes, which have the versions of their time", async () => {
    const { id } = await givenCustomer(server, { firstName: "Ada" });
    await update(server, id, { firstName: "Grace" });
    await update(server, id, { firstName: "Katherine" });
    const subject = { __typename: "Customer", id, firstName: "Katherine", version: 3 };
    expect(await changesOf(id)).toMatchObject([
      { action: "UPDATED", version: 3, subject },
      { action: "UPDATED", version: 2, subject },
      { action: "CREATED", version: 1, subject },
    ]);
  });

  it("is the customer for a membership", async () => {
    const { id } = await givenCustomer(server, { firstName: "Ada" });
    const group = await givenGroup(server);
    await update(server, id, { phone: "1" });
    await server.run(addCustomers, { id: group.id, customerIds: [id] });
    expect((await changesOf(id))[0]).toMatchObject({ action: "MEMBER_ADDED", version: 2, subject: { id, version: 2 } });
  });

  it("has the version that a replacement of all groups gives the customer, in each change of a membership", async () => {
    const { id } = await givenCustomer(server, { firstName: "Ada" });
    const [retail, wholesale] = [await givenGroup(server, "Retail"), await givenGroup(server)];
    await server.run(updateGroups, { customerId: id, set: [retail.id] });
    await update(server, id, { groupIds: [wholesale.id] });
    await update(server, id, { groupIds: [wholesale.id] });
    const row = { by: { id }, input: { groupIds: [retail.id] } };
    await server.run(upsertCustomer, row);
    await server.run(updateGroups, { customerId: id, add: [wholesale.id] });
    const changes = (await changesOf(id)).map(({ action, version }) => `${action} ${version}`);
    expect(changes.toReversed()).toEqual([
      "CREATED 1",
      "MEMBER_ADDED 2",
      "MEMBER_REMOVED 3",
      "MEMBER_ADDED 3",
      "MEMBER_REMOVED 4",
      "MEMBER_ADDED 4",
      "MEMBER_ADDED 4",
    ]);
    expect((await changesOf(id))[0]?.subject).toMatchObject({ version: 4 });
  });

  it("is null while the object is deleted", async () => {
    const { id } = await givenCustomer(server);
    const { id: addressId } = await givenAddress(server, id);
    const group = await givenGroup(server);
    await removeGroup(server, group.id);
    await server.run(deleteAddress, { customerId: id, id: addressId });
    await remove(server, id);
    for (const gone of [id, addressId, group.id]) {
      const [deletion] = await changesOf(gone);
      expect(deletion).toMatchObject({ action: "DELETED", version: 2, subject: null });
    }
    await restore(server, id);
    expect((await changesOf(id)).map(({ subject }) => subject?.id)).toEqual([id, id, id]);
  });

  it("is null, and has no version, for an object whose row is gone", async () => {
    const { id } = await givenCustomer(server);
    await server.testDatabase.database.pool.query("DELETE FROM customer");
    expect(await changesOf(id)).toMatchObject([
      { action: "DELETED", version: null, subject: null },
      { action: "CREATED", version: 1, subject: null },
    ]);
  });

  it("is the empty customer after an erasure", async () => {
    const { id } = await givenCustomer(server);
    await server.run(eraseCustomer, { id });
    const subject = { __typename: "Customer", id, firstName: null, version: 2 };
    expect((await changesOf(id))[0]).toEqual({ action: "ERASED", subjectId: id, version: 2, subject });
  });

  it("is there for changes whose version was not recorded", async () => {
    const { id } = await givenCustomer(server);
    await server.testDatabase.database.pool.query(
      `INSERT INTO change (sequence, id, at, action, subject_type, subject_id, actor_type, actor_id, fields)
       VALUES (0, change_id('2020-01-01', 0), '2020-01-01', 'CREATED', 'CUSTOMER', $1, 'SYSTEM', 'system', '[]')`,
      [id],
    );
    expect((await changesOf(id)).at(-1)).toMatchObject({ version: null, subject: { id, version: 1 } });
  });

  it.each<
    [kind: "Customer" | "Address" | "CustomerGroup" | "PriceList" | "Region" | "User" | "ApiKey", scope: Scope | null]
  >([
    ["Customer", "CUSTOMERS_READ"],
    ["Address", "CUSTOMERS_READ"],
    ["CustomerGroup", "CUSTOMER_GROUPS_READ"],
    ["PriceList", "PRICE_LISTS_READ"],
    ["User", "USERS_MANAGE"],
    ["ApiKey", "API_KEYS_MANAGE"],
    ["Region", null],
  ])("of the type %s is null for callers without %s, as node is refused", async (kind, scope) => {
    const id = (await givenOneOfEach())[kind];
    const query = `{ changes(where: { subjectId: "${id}" }) { nodes { version subject { id } } } }`;
    const subjectFor = async (scopes: readonly Scope[]) => {
      const { secret } = await givenApiKey(server, [...scopes]);
      const { data, errors } = await server.as(secret).ask(query);
      expect(errors).toBeUndefined();
      const refused = (await server.as(secret).ask(`{ node(id: "${id}") { id } }`)).errors !== undefined;
      const { nodes } = (data as unknown as { changes: { nodes: { subject: object | null }[] } }).changes;
      expect(nodes.length).toBeGreaterThan(0);
      for (const { subject } of nodes) expect(subject === null).toBe(refused);
      return nodes[0]?.subject;
    };
    expect(await subjectFor(scope === null ? ["HISTORY_READ"] : ["HISTORY_READ", scope])).toEqual({ id });
    if (scope === null) return;
    expect(await subjectFor(["HISTORY_READ"])).toBeNull();
    expect(await subjectFor(allScopes.filter((held) => held !== scope))).toBeNull();
  });

  it("requires the scopes of the fields that are selected below it", async () => {
    const { secret } = await givenApiKey(server, ["HISTORY_READ", "CUSTOMERS_READ"]);
    const query = "{ changes { nodes { subject { ... on Customer { groups { nodes { id } } } } } } }";
    const { errors } = await server.as(secret).ask(query);
    expect(errors).toMatchObject([{ extensions: { code: "FORBIDDEN", missingScopes: ["CUSTOMER_GROUPS_READ"] } }]);
  });

  it("takes one statement for each type of object, however many there are", async () => {
    const ids = idsOf("cus", 50);
    await givenCustomers(
      server,
      ids.map((id) => ({ id })),
    );
    await givenAddress(server, ids[0] ?? "");
    await givenGroup(server, "Wholesale", ids);
    const read = async (first: number) => {
      const { result, statements } = await server.testDatabase.withStatements(() =>
        server.run(changeSubjects, { first }),
      );
      return { kinds: new Set(result.changes.nodes.map(({ subject }) => subject?.__typename)), statements };
    };
    const few = await read(2);
    expect([...few.kinds]).toEqual(["Customer"]);
    expect(few.statements).toHaveLength(2);
    const many = await read(110);
    expect([...many.kinds].sort()).toEqual(["Address", "ApiKey", "Customer", "CustomerGroup"]);
    expect(many.statements).toHaveLength(5);
  });

  it("costs as much as an object of nodes", async () => {
    const costOf = async (query: string) => {
      const response = await server.app.inject({
        method: "POST",
        url: "/graphql",
        headers: { authorization: `Bearer ${(await givenApiKey(server, allScopes)).secret}` },
        payload: { query },
      });
      return response.json().extensions.cost.requested as number;
    };
    const inner = "id ... on Customer { metadata addresses(first: 7) { nodes { city } } }";
    const ids = JSON.stringify(idsOf("cus", 20));
    const ofNodes = await costOf(`{ nodes(ids: ${ids}) { ${inner} } }`);
    const without = await costOf("{ changes(first: 20) { nodes { id } } }");
    const withSubjects = await costOf(`{ changes(first: 20) { nodes { subject { ${inner} } } } }`);
    // The elements of the list of ids cost 0.1 each.
    expect(withSubjects - without).toBe(ofNodes - 20 * 0.1);
  });
});
