import { deleteAddress } from "../address/address.operations.js";
import { givenAddress } from "../address/address.steps.js";
import { givenCustomer, remove, update } from "../customer/customer.steps.js";
import { updateGroup } from "../customer-group/customer-group.operations.js";
import { givenGroup, removeGroup } from "../customer-group/customer-group.steps.js";
import { addCustomers, removeCustomers } from "../customer-group/membership.operations.js";
import { customersPage } from "../pagination/lists.operations.js";
import { refusalOf } from "../support/bad-input.js";
import type { ChangeFilter, ChangesPageQuery, ChangesPageQueryVariables } from "../support/generated/graphql.js";
import { givenCustomers, idsOf } from "../support/given-rows.js";
import { useTestServer } from "../support/server.js";
import { changesPage, customerHistory, groupHistory, histories } from "./history.operations.js";
import { historyAsText, inShort } from "./history.steps.js";

type Page = Pick<ChangesPageQuery["changes"], "nodes" | "pageInfo">;

describe("reading history", () => {
  const server = useTestServer();
  const ids = (nodes: readonly { id: string }[]) => nodes.map(({ id }) => id);
  const pageOf = async (variables: ChangesPageQueryVariables = {}) =>
    (await server.run(changesPage, variables)).changes;
  const matching = async (where: ChangeFilter) => (await pageOf({ where })).nodes;
  const historyOf = async (id: string, page: object = {}) => {
    const { customers } = await server.run(customerHistory, { id, ...page });
    if (!customers.nodes[0]) throw new Error(`There is no customer ${id}.`);
    return customers.nodes[0].history;
  };
  const historyOfGroup = async (id: string) =>
    (await server.run(groupHistory, { id })).customerGroups.nodes.flatMap(({ history }) => history.nodes);

  /** Creates a customer with this number of changes. */
  async function givenChanges(count: number): Promise<string> {
    const { id } = await givenCustomer(server);
    for (let phone = 1; phone < count; phone += 1) await update(server, id, { phone: String(phone) });
    return id;
  }

  it("returns all changes in order", async () => {
    const id = await givenChanges(3);
    const { nodes } = await pageOf();
    expect(nodes).toHaveLength((await historyAsText(server)).length);
    expect(nodes.slice(-3).map(inShort)).toMatchObject([
      { action: "CREATED", subject: `CUSTOMER ${id}` },
      { action: "UPDATED", fields: { phone: [null, "1"] } },
      { action: "UPDATED", fields: { phone: ["1", "2"] } },
    ]);
    expect(ids(nodes)).toEqual(ids(nodes).toSorted());
  });

  it("has pages by cursors, forward and backward, for all changes, for one customer and for one group", async () => {
    const id = await givenChanges(5);
    for (let added = 0; added < 3; added += 1) await givenAddress(server, id);
    await update(server, id, { phone: "last" });
    const { id: customerGroupId } = await givenGroup(server, "Wholesale", [id, await givenChanges(1)]);
    for (const name of ["Retail", "VIP"]) {
      await server.run(updateGroup, { id: customerGroupId, input: { name } });
      await server.run(removeCustomers, { id: customerGroupId, customerIds: [id] });
      await server.run(addCustomers, { id: customerGroupId, customerIds: [id] });
    }
    const ofCustomer = (direction: "ASC" | "DESC") => (variables: object) => historyOf(id, { direction, ...variables });
    const filtered = (where: ChangeFilter, direction: "ASC" | "DESC") => (variables: object) =>
      pageOf({ where, direction, ...variables });
    for (const page of [
      pageOf,
      ofCustomer("ASC"),
      ofCustomer("DESC"),
      filtered({ customerId: id }, "ASC"),
      filtered({ customerId: id }, "DESC"),
      filtered({ customerGroupId }, "ASC"),
      filtered({ customerGroupId }, "DESC"),
    ]) {
      const all = ids((await page({})).nodes);
      const forward: string[][] = [];
      const backward: string[][] = [];
      for (let [after, more]: [string | null, boolean] = [null, true]; more; ) {
        const found: Page = await page({ first: 2, after });
        expect(found.pageInfo.hasPreviousPage).toBe(forward.length > 0);
        forward.push(ids(found.nodes));
        [after, more] = [found.pageInfo.endCursor ?? null, found.pageInfo.hasNextPage];
      }
      for (let [before, more]: [string | null, boolean] = [null, true]; more; ) {
        const found: Page = await page({ last: 2, before });
        expect(found.pageInfo.hasNextPage).toBe(backward.length > 0);
        backward.unshift(ids(found.nodes));
        [before, more] = [found.pageInfo.startCursor ?? null, found.pageInfo.hasPreviousPage];
      }
      expect(all.length).toBeGreaterThanOrEqual(5);
      expect(forward).toHaveLength(Math.ceil(all.length / 2));
      expect(forward.flat()).toEqual(all);
      expect(backward.flat()).toEqual(all);
    }
  });

  it("returns the cursor of each change, which works while other changes are recorded", async () => {
    const id = await givenChanges(2);
    const { edges } = await pageOf();
    const cursor = edges.at(-2)?.cursor ?? null;
    await update(server, id, { phone: "new" });
    const { nodes } = await pageOf({ after: cursor });
    expect(nodes.map((change) => inShort(change).fields)).toEqual([{ phone: [null, "1"] }, { phone: ["1", "new"] }]);
  });

  it("refuses arguments of pages as other lists do", async () => {
    expect(await refusalOf(server, changesPage, { first: 251 })).toContain("first");
    expect(await refusalOf(server, changesPage, { first: 1, last: 1 })).toContain("together");
    await givenCustomer(server);
    const { customers } = await server.run(customersPage, {});
    expect(await refusalOf(server, changesPage, { after: customers.pageInfo.endCursor ?? null })).toBe(
      "after must be a cursor of the same list with the same sort.",
    );
    expect(await refusalOf(server, changesPage, { after: "chg_1" })).toBe(
      "after must be a cursor that this server gave.",
    );
  });

  describe("filters", () => {
    it("by action, subject and actor, alone and combined", async () => {
      const { id } = await givenCustomer(server);
      await update(server, id, { phone: "1" });
      const group = await givenGroup(server, "Wholesale", [id]);
      const actions = async (where: ChangeFilter) => (await matching(where)).map(({ action }) => action);
      const all = (await pageOf()).nodes;

      expect(await actions({ action: "UPDATED" })).toEqual(["UPDATED"]);
      expect(await actions({ action: "DELETED" })).toEqual([]);
      expect(await actions({ subjectType: "CUSTOMER" })).toEqual(["CREATED", "UPDATED", "MEMBER_ADDED"]);
      expect(await actions({ subjectType: "CUSTOMER_GROUP" })).toEqual(["CREATED"]);
      expect(await actions({ subjectId: group.id })).toEqual(["CREATED"]);
      expect(await actions({ actorId: "system" })).toEqual(["CREATED"]);
      expect(await actions({ actorId: "apk_root" })).toEqual(["CREATED", "UPDATED", "CREATED", "MEMBER_ADDED"]);
      expect(await actions({ action: "CREATED", subjectType: "CUSTOMER", actorId: "apk_root" })).toEqual(["CREATED"]);
      expect(await actions({ action: "CREATED", subjectId: id, actorId: "system" })).toEqual([]);
      expect(await matching({})).toEqual(all);
    });

    it("by time, with inclusive and exclusive bounds", async () => {
      const id = await givenChanges(4);
      const all = (await pageOf()).nodes;
      // Bounds have milliseconds, so changes of the same millisecond are on the same side of a bound.
      const { at } = (await historyOf(id)).nodes[1] ?? { at: "" };
      const expected = (within: (moment: string) => boolean) => ids(all.filter((change) => within(change.at)));
      expect(ids(await matching({ at: { gte: at } }))).toEqual(expected((moment) => moment >= at));
      expect(ids(await matching({ at: { gt: at } }))).toEqual(expected((moment) => moment > at));
      expect(ids(await matching({ at: { lte: at } }))).toEqual(expected((moment) => moment <= at));
      expect(ids(await matching({ at: { lt: at } }))).toEqual(expected((moment) => moment < at));
      expect(ids(await matching({ at: { gte: at, lte: at } }))).toEqual(expected((moment) => moment === at));
      expect(await matching({ at: { lt: "1999-12-31T23:59:59.999Z" } })).toEqual([]);
      expect(await matching({ at: { gt: "1999-12-31T23:59:59.999Z" } })).toEqual(all);
    });

    it("by customer: the history of the customer, also of a deleted one, oldest first", async () => {
      const customer = await givenCustomer(server);
      const other = await givenCustomer(server, { firstName: "Eve" });
      const { id } = await givenAddress(server, customer.id);
      await givenAddress(server, other.id);
      const group = await givenGroup(server, "Wholesale", [customer.id, other.id]);
      await server.run(deleteAddress, { customerId: customer.id, id });
      await remove(server, customer.id);
      const nodes = await matching({ customerId: customer.id });
      expect(nodes).toEqual((await historyOf(customer.id, { direction: "ASC" })).nodes);
      expect(nodes.map(({ action, subjectType }) => `${action} ${subjectType}`)).toEqual([
        "CREATED CUSTOMER",
        "CREATED ADDRESS",
        "MEMBER_ADDED CUSTOMER",
        "DELETED ADDRESS",
        "DELETED CUSTOMER",
      ]);
      const ofAddress = await matching({ customerId: customer.id, subjectType: "ADDRESS", action: "DELETED" });
      expect(ofAddress.map(({ subjectId }) => subjectId)).toEqual([id]);
      expect(await matching({ customerId: id })).toEqual([]);
      expect(await matching({ customerId: group.id })).toEqual([]);
    });

    it("by group: the history of the group, also of a deleted one, oldest first", async () => {
      const [ada, eve] = [await givenCustomer(server), await givenCustomer(server, { firstName: "Eve" })];
      const group = await givenGroup(server, "Wholesale", [ada.id, eve.id]);
      await givenGroup(server, "Retail", [ada.id]);
      await server.run(removeCustomers, { id: group.id, customerIds: [ada.id] });
      await removeGroup(server, group.id);
      const nodes = await matching({ customerGroupId: group.id });
      expect(nodes).toEqual((await historyOfGroup(group.id)).toReversed());
      expect(nodes.map(({ action }) => action)).toEqual([
        "CREATED",
        "MEMBER_ADDED",
        "MEMBER_ADDED",
        "MEMBER_REMOVED",
        "DELETED",
      ]);
      expect(await matching({ customerGroupId: ada.id })).toEqual([]);
    });

    it("by customer and group together: the memberships of the customer in the group", async () => {
      const [ada, eve] = [await givenCustomer(server), await givenCustomer(server, { firstName: "Eve" })];
      const group = await givenGroup(server, "Wholesale", [ada.id, eve.id]);
      await givenGroup(server, "Retail", [ada.id]);
      await server.run(removeCustomers, { id: group.id, customerIds: [ada.id] });
      const nodes = await matching({ customerId: ada.id, customerGroupId: group.id });
      expect(nodes.map((change) => inShort(change))).toEqual([
        { action: "MEMBER_ADDED", subject: `CUSTOMER ${ada.id}`, fields: { groupId: [null, group.id] } },
        { action: "MEMBER_REMOVED", subject: `CUSTOMER ${ada.id}`, fields: { groupId: [group.id, null] } },
      ]);
    });

    it("match nothing for unknown ids of any format", async () => {
      await givenChanges(2);
      for (const id of ["", "cus_unknown", "cus_\0", "cus_\ud800", "%", "' OR true --", `cus_${"0".repeat(10_000)}`]) {
        expect(await matching({ subjectId: id })).toEqual([]);
        expect(await matching({ actorId: id })).toEqual([]);
        expect(await matching({ customerId: id })).toEqual([]);
        expect(await matching({ customerGroupId: id })).toEqual([]);
        expect(await matching({ customerId: id, customerGroupId: id })).toEqual([]);
      }
    });
  });

  describe("of a customer and of a group", () => {
    /** The actions and subject types, oldest first. */
    const told = (nodes: readonly { action: string; subjectType: string }[]) =>
      nodes.map(({ action, subjectType }) => `${action} ${subjectType}`).toReversed();

    it("contains all changes of the customer, its addresses and memberships, and none of other customers", async () => {
      const customer = await givenCustomer(server);
      const other = await givenCustomer(server, { firstName: "Eve" });
      const { id } = await givenAddress(server, customer.id);
      await givenAddress(server, other.id);
      const group = await givenGroup(server, "Wholesale", [customer.id, other.id]);
      await server.run(deleteAddress, { customerId: customer.id, id });
      await server.run(removeCustomers, { id: group.id, customerIds: [customer.id] });
      await update(server, customer.id, { phone: "1" });
      expect(told((await historyOf(customer.id)).nodes)).toEqual([
        "CREATED CUSTOMER",
        "CREATED ADDRESS",
        "MEMBER_ADDED CUSTOMER",
        "DELETED ADDRESS",
        "MEMBER_REMOVED CUSTOMER",
        "UPDATED CUSTOMER",
      ]);
      expect(told((await historyOf(other.id)).nodes)).toEqual([
        "CREATED CUSTOMER",
        "CREATED ADDRESS",
        "MEMBER_ADDED CUSTOMER",
      ]);
    });

    it("contains the changes of the group and of its members, and none of other groups", async () => {
      const [ada, eve] = [await givenCustomer(server), await givenCustomer(server, { firstName: "Eve" })];
      const group = await givenGroup(server, "Wholesale", [ada.id]);
      const other = await givenGroup(server, "Retail", [eve.id]);
      await server.run(removeCustomers, { id: group.id, customerIds: [ada.id] });
      await server.run(updateGroup, { id: group.id, input: { name: "Wholesalers" } });
      expect(told(await historyOfGroup(group.id))).toEqual([
        "CREATED CUSTOMER_GROUP",
        "MEMBER_ADDED CUSTOMER",
        "MEMBER_REMOVED CUSTOMER",
        "UPDATED CUSTOMER_GROUP",
      ]);
      expect(told(await historyOfGroup(other.id))).toEqual(["CREATED CUSTOMER_GROUP", "MEMBER_ADDED CUSTOMER"]);
    });

    it("shows the newest changes first by default, and the list of all changes shows the oldest first", async () => {
      const id = await givenChanges(4);
      const newest = ids((await historyOf(id)).nodes);
      expect(newest).toEqual(newest.toSorted().reverse());
      expect(ids((await historyOf(id, { direction: "DESC" })).nodes)).toEqual(newest);
      expect(ids((await historyOf(id, { direction: "ASC" })).nodes)).toEqual(newest.toReversed());
      const all = ids((await pageOf()).nodes);
      expect(all).toEqual(all.toSorted());
      expect(ids((await pageOf({ direction: "DESC" })).nodes)).toEqual(all.toReversed());
    });

    it("can be read when the object is deleted", async () => {
      const customer = await givenCustomer(server);
      const group = await givenGroup(server, "Wholesale", [customer.id]);
      await removeGroup(server, group.id);
      await remove(server, customer.id);
      expect(told((await historyOf(customer.id)).nodes)).toEqual([
        "CREATED CUSTOMER",
        "MEMBER_ADDED CUSTOMER",
        "DELETED CUSTOMER",
      ]);
      expect(told(await historyOfGroup(group.id))).toEqual([
        "CREATED CUSTOMER_GROUP",
        "MEMBER_ADDED CUSTOMER",
        "DELETED CUSTOMER_GROUP",
      ]);
    });

    it("takes as many statements for 50 customers as for 2, including the names of actors", async () => {
      await givenCustomers(
        server,
        idsOf("cus", 50).map((id) => ({ id })),
      );
      const read = async (first: number) => {
        const work = () => server.run(histories, { first });
        const { result, statements } = await server.testDatabase.withStatements(work);
        const counts = result.customers.nodes.map(({ history }) => history.nodes.length);
        expect(counts).toEqual(Array(first).fill(1));
        return statements.length;
      };
      const few = await read(2);
      expect(few).toBe(3);
      expect(await read(50)).toBe(few);
    });
  });
});
