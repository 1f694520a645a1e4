import { deleteAddress } from "../address/address.operations.js";
import { givenAddress, rome } from "../address/address.steps.js";
import { givenCustomer, givenCustomers, remove, restore, update } from "../customer/customer.steps.js";
import { givenGroup, givenGroups } from "../customer-group/customer-group.steps.js";
import { addCustomers, updateGroups } from "../customer-group/membership.operations.js";
import { describeOnServer } from "../support/database.js";
import { useTestServer } from "../support/server.js";
import { changesOf, inShort } from "./history.steps.js";

describe("the history of many rows at once", () => {
  const server = useTestServer();
  const add = async (id: string, customerIds: string[]) =>
    (await server.run(addCustomers, { id, customerIds })).customerGroupAddCustomers;

  /** Returns all customers who joined a group by its history, from several pages. */
  async function joinedBy(groupId: string) {
    const { prisma } = server.testDatabase.database;
    const changes = await prisma.change.findMany({ where: { action: "MEMBER_ADDED" }, orderBy: { sequence: "asc" } });
    const fields = [{ name: "group_id", after: groupId }];
    return changes.filter((change) => JSON.stringify(change.fields) === JSON.stringify(fields));
  }

  it("records once for each of 1,000 customers that they joined a group, and nothing for existing members", async () => {
    const ids = await givenCustomers(server, 1_000);
    const { id } = await givenGroup(server, "Wholesale", ids.slice(0, 300));
    expect(await joinedBy(id)).toHaveLength(300);
    expect(await add(id, [...ids, ...ids.slice(400)])).toMatchObject({ added: 700, unchanged: 300 });
    const joined = await joinedBy(id);
    expect(joined.map(({ subjectId }) => subjectId)).toEqual(ids);
    expect(new Set(joined.map((change) => change.id)).size).toBe(1_000);
    expect(new Set(joined.slice(300).map(({ requestId }) => requestId)).size).toBe(1);
  });

  it("takes as many statements for 1,000 ids as for 10", async () => {
    const ids = await givenCustomers(server, 1_000);
    const groups = await givenGroups(server, 2);
    const statementsOf = async (group: string | undefined, members: string[]) =>
      (await server.testDatabase.withStatements(() => add(group ?? "", members))).statements.length;
    const few = await statementsOf(groups[0], ids.slice(0, 10));
    expect(await statementsOf(groups[1], ids)).toBe(few);
    expect(await joinedBy(groups[1] ?? "")).toHaveLength(1_000);
  });

  it("records each group that is joined and left when a customer's groups are replaced", async () => {
    const [left = "", kept = "", joined = "", other = ""] = await givenGroups(server, 4);
    const { id: customerId } = await givenCustomer(server, { firstName: "Ada", groupIds: [left, kept] });
    const subject = `CUSTOMER ${customerId}`;
    const bySet = await changesOf(server, () => server.run(updateGroups, { customerId, set: [kept, joined] }));
    expect(bySet.map(inShort)).toEqual([
      { action: "MEMBER_REMOVED", subject, fields: { groupId: [left, null] } },
      { action: "MEMBER_ADDED", subject, fields: { groupId: [null, joined] } },
    ]);
    const byUpdate = await changesOf(server, () => update(server, customerId, { groupIds: [joined, other] }));
    expect(byUpdate.map(inShort)).toEqual([
      { action: "MEMBER_REMOVED", subject, fields: { groupId: [kept, null] } },
      { action: "MEMBER_ADDED", subject, fields: { groupId: [null, other] } },
    ]);
  });

  it("records the addresses that are deleted and restored with their customer, and no others", async () => {
    const { id, addresses } = await givenCustomer(server, { firstName: "Ada", addresses: [rome, rome] });
    const subjects = [...addresses.nodes.map((address) => `ADDRESS ${address.id}`).sort(), `CUSTOMER ${id}`];
    const { id: gone } = await givenAddress(server, id);
    await server.run(deleteAddress, { customerId: id, id: gone });

    for (const [action, call] of [
      ["DELETED", remove],
      ["RESTORED", restore],
    ] as const) {
      const changes = await changesOf(server, () => call(server, id));
      expect(changes.map(({ action }) => action)).toEqual([action, action, action]);
      expect(changes.map((change) => inShort(change).subject).sort()).toEqual(subjects);
    }
  });

  it("is complete after an update of 2,000 rows by one statement that comes after updates of one row", async () => {
    await givenCustomers(server, 2_000);
    const client = await server.testDatabase.database.pool.connect();
    try {
      // More calls than PostgreSQL makes custom plans before it uses a generic plan.
      for (let time = 0; time < 7; time += 1) {
        await client.query("UPDATE customer SET phone = $1 WHERE id = 'cus_000000'", [String(time)]);
      }
      await client.query("UPDATE customer SET phone = 'all'");
    } finally {
      client.release();
    }
    const fields = { array_contains: [{ name: "phone", after: "all" }] };
    expect(await server.testDatabase.database.prisma.change.count({ where: { fields } })).toBe(2_000);
  });

  describeOnServer("the plan", () => {
    it("takes linear time for 2,000 rows, also by a plan that was made for one row", async () => {
      await givenCustomers(server, 2_000);
      const client = await server.testDatabase.database.pool.connect();
      const plans: string[] = [];
      client.on("notice", ({ message = "" }) => plans.push(message));
      try {
        for (let time = 0; time < 7; time += 1) {
          await client.query("UPDATE customer SET phone = $1 WHERE id = 'cus_000000'", [String(time)]);
        }
        await client.query("LOAD 'auto_explain'");
        await client.query("SET auto_explain.log_min_duration = 0");
        await client.query("SET auto_explain.log_nested_statements = on");
        await client.query("SET client_min_messages = log");
        await client.query("UPDATE customer SET phone = 'all'");
      } finally {
        client.release(true);
      }
      const recording = plans.filter((plan) => plan.includes("Named Tuplestore Scan"));
      expect(recording).toHaveLength(1);
      expect(recording[0]).toMatch(/(Hash|Merge) Full Join/);
      expect(recording[0]).not.toContain("Nested Loop");
    });
  });
});
