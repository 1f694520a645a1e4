import { givenCustomer, remove, update } from "../customer/customer.steps.js";
import { createGroup } from "../customer-group/customer-group.operations.js";
import { givenGroup, removeGroup } from "../customer-group/customer-group.steps.js";
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

  /** A customer with as many changes as asked for. */
  async function givenChanges(count: number): Promise<string> {
    const { id } = await givenCustomer(server);
    for (let phone = 1; phone < count; phone += 1) await update(server, id, { phone: String(phone) });
    return id;
  }

  it("gives all changes in the order they were made", async () => {
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

  it("is paged by cursors, forward and backward, as a whole and of one customer", async () => {
    const id = await givenChanges(5);
    for (const page of [pageOf, (variables: object) => historyOf(id, variables)]) {
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

  it("gives the cursor of each change, which goes on while others are recorded", async () => {
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
    it("by action, subject and actor, all of them together", async () => {
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

    it("by moment, whose bounds belong to it or not", async () => {
      const id = await givenChanges(4);
      const all = (await pageOf()).nodes;
      // Changes of one millisecond stay together, wherever the bounds fall.
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

    it("match nothing for ids that nobody has, of whatever form", async () => {
      await givenChanges(2);
      for (const id of ["", "cus_unknown", "cus_\0", "cus_\ud800", "%", "' OR true --", `cus_${"0".repeat(10_000)}`]) {
        expect(await matching({ subjectId: id })).toEqual([]);
        expect(await matching({ actorId: id })).toEqual([]);
      }
    });
  });

  describe("of a customer and of a group", () => {
    it("holds their changes alone", async () => {
      const customer = await givenCustomer(server);
      const other = await givenCustomer(server, { firstName: "Eve" });
      const input = { name: "Wholesale", customerIds: [customer.id] };
      const groupId = (await server.run(createGroup, { input })).customerGroupCreate.customerGroup?.id ?? "";
      await update(server, customer.id, { phone: "1" });
      expect((await historyOf(customer.id)).nodes.map(({ action }) => action)).toEqual([
        "CREATED",
        "MEMBER_ADDED",
        "UPDATED",
      ]);
      expect((await historyOf(other.id)).nodes.map(({ action }) => action)).toEqual(["CREATED"]);
      expect((await historyOfGroup(groupId)).map(({ action }) => action)).toEqual(["CREATED"]);
    });

    it("can be read when they are deleted", async () => {
      const customer = await givenCustomer(server);
      const group = await givenGroup(server, "Wholesale", [customer.id]);
      await removeGroup(server, group.id);
      await remove(server, customer.id);
      expect((await historyOf(customer.id)).nodes.map(({ action }) => action)).toEqual([
        "CREATED",
        "MEMBER_ADDED",
        "DELETED",
      ]);
      expect((await historyOfGroup(group.id)).map(({ action }) => action)).toEqual(["CREATED", "DELETED"]);
    });

    it("takes as many statements for 50 customers as for 2, the names of actors too", async () => {
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
