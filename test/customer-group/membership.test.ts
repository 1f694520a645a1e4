import { givenCustomer, givenCustomers, remove, restore } from "../customer/customer.steps.js";
import { allRows } from "../support/rows.js";
import { useTestServer } from "../support/server.js";
import { inShort } from "../support/user-errors.js";
import { givenGroup, givenGroups, membersOf, removeGroup } from "./customer-group.steps.js";
import { addCustomers, removeCustomers, updateCustomers, updateGroups } from "./membership.operations.js";

/** More ids than one call may have. */
const tooManyIds = (prefix: string) => Array.from({ length: 10_001 }, (_, index) => `${prefix}_${index}`);

describe("memberships", () => {
  const server = useTestServer();
  type Lists = { add?: string[] | null; remove?: string[] | null; set?: string[] | null };
  const add = async (id: string, customerIds: string[]) =>
    (await server.run(addCustomers, { id, customerIds })).customerGroupAddCustomers;
  const removeMembers = async (id: string, customerIds: string[]) =>
    (await server.run(removeCustomers, { id, customerIds })).customerGroupRemoveCustomers;
  const updateMembers = async (id: string, lists: Lists) =>
    (await server.run(updateCustomers, { id, ...lists })).customerGroupUpdateCustomers;
  const updateGroupsOf = async (customerId: string, lists: Lists & { ifVersion?: number }) =>
    (await server.run(updateGroups, { customerId, ...lists })).customerUpdateGroups;

  /** Creates a group whose members are the first of some customers. */
  async function givenMembers(members: number, others: number) {
    const ids = await givenCustomers(server, members + others);
    const group = await givenGroup(server, "Wholesale", ids.slice(0, members));
    return { id: group.id, members: ids.slice(0, members), others: ids.slice(members) };
  }

  describe("customerGroupAddCustomers", () => {
    it("adds customers and returns exact counts, repeated ids once", async () => {
      const { id, members, others } = await givenMembers(2, 3);
      expect(await add(id, [...others, ...members, ...others])).toEqual({
        customerGroup: { customers: { totalCount: 5 } },
        added: 3,
        removed: 0,
        unchanged: 2,
        userErrors: [],
      });
      expect(await add(id, others)).toMatchObject({ added: 0, removed: 0, unchanged: 3 });
      expect(await add(id, [])).toMatchObject({ added: 0, removed: 0, unchanged: 0, userErrors: [] });
    });

    it("returns NOT_FOUND with all unknown and deleted customers, and adds no customer", async () => {
      const { id, others } = await givenMembers(0, 2);
      const [live = "", dead = ""] = others;
      await remove(server, dead);
      const unknown = [dead, "cus_unknown", "cus_\0", "cus_\ud800", `cus_${"0".repeat(10_000)}`, "4711"];
      const { customerGroup, added, unchanged, userErrors } = await add(id, [live, ...unknown, dead]);
      expect([customerGroup, added, unchanged]).toEqual([null, 0, 0]);
      expect(userErrors).toMatchObject([{ code: "NOT_FOUND", path: ["customerIds"], ids: unknown }]);
      expect(await membersOf(server, id)).toEqual([]);
    });

    it("returns NOT_FOUND for an unknown customer and INVALID_ID for each id of another type", async () => {
      const { id, others } = await givenMembers(0, 1);
      const { userErrors } = await add(id, [...others, "cus_unknown", "cuaddr_1", "cus_unknown", "cusgroup_1"]);
      expect(inShort(userErrors)).toEqual([
        "INVALID_ID at customerIds.2",
        "INVALID_ID at customerIds.4",
        "NOT_FOUND at customerIds.1",
      ]);
    });

    it("accepts 10,000 ids and returns TOO_MANY for more", async () => {
      const ids = await givenCustomers(server, 10_000);
      const { id } = await givenGroup(server);
      expect(await add(id, ids)).toMatchObject({ added: 10_000, unchanged: 0, userErrors: [] });
      expect(inShort((await add(id, tooManyIds("cus"))).userErrors)).toEqual(["TOO_MANY at customerIds"]);
    });
  });

  describe("customerGroupRemoveCustomers", () => {
    it("removes members, and counts non-members, deleted and unknown customers as unchanged", async () => {
      const { id, members, others } = await givenMembers(3, 1);
      const [first = "", second = "", third = ""] = members;
      await remove(server, third);
      const named = [first, second, first, third, ...others, "cus_unknown", "cus_\0", "cus_\ud800"];
      expect(await removeMembers(id, named)).toEqual({
        customerGroup: { customers: { totalCount: 0 } },
        added: 0,
        removed: 2,
        unchanged: 5,
        userErrors: [],
      });
      expect(await removeMembers(id, members)).toMatchObject({ removed: 0, unchanged: 3 });
    });

    it("refuses ids of another type and more than 10,000 ids, and removes no member", async () => {
      const { id, members } = await givenMembers(1, 0);
      expect(inShort((await removeMembers(id, [...members, "cusgroup_1"])).userErrors)).toEqual([
        "INVALID_ID at customerIds.1",
      ]);
      expect(inShort((await removeMembers(id, [...members, ...tooManyIds("cus")])).userErrors)).toEqual([
        "TOO_MANY at customerIds",
      ]);
      expect(await membersOf(server, id)).toEqual(members);
    });
  });

  describe("customerGroupUpdateCustomers", () => {
    it("adds and removes in one call and returns exact counts", async () => {
      const { id, members, others } = await givenMembers(3, 2);
      const [first = "", second = "", third = ""] = members;
      const lists = { add: [...others, first, first], remove: [second, "cus_unknown"] };
      expect(await updateMembers(id, lists)).toMatchObject({ added: 2, removed: 1, unchanged: 2, userErrors: [] });
      expect(await membersOf(server, id)).toEqual([first, third, ...others]);
    });

    it.each<[Lists]>([[{}], [{ add: null, remove: null }], [{ add: [], remove: [] }]])(
      "changes nothing for %j",
      async (lists) => {
        const { id, members } = await givenMembers(1, 0);
        expect(await updateMembers(id, lists)).toMatchObject({ added: 0, removed: 0, unchanged: 0, userErrors: [] });
        expect(await membersOf(server, id)).toEqual(members);
      },
    );

    it("returns CONFLICTING_INPUT for each id that is both added and removed, and writes nothing", async () => {
      const { id, members, others } = await givenMembers(1, 1);
      const before = await allRows(server);
      const lists = { add: [...others, ...members], remove: ["cus_unknown", ...members, ...others] };
      const { customerGroup, userErrors } = await updateMembers(id, lists);
      expect(customerGroup).toBeNull();
      expect(inShort(userErrors)).toEqual(["CONFLICTING_INPUT at remove.1", "CONFLICTING_INPUT at remove.2"]);
      expect(await allRows(server)).toEqual(before);
    });

    it("returns all errors at once, including the unknown group", async () => {
      const lists = { add: ["cus_a", "cuaddr_1", "cus_b"], remove: ["cus_a", "cusgroup_1"] };
      expect(inShort((await updateMembers("cusgroup_unknown", lists)).userErrors).sort()).toEqual([
        "CONFLICTING_INPUT at remove.0",
        "INVALID_ID at add.1",
        "INVALID_ID at remove.1",
        "NOT_FOUND at add",
        "NOT_FOUND at id",
      ]);
    });

    it("returns TOO_MANY for more than 10,000 ids in both lists together", async () => {
      const { id } = await givenGroup(server);
      const ids = tooManyIds("cus");
      const lists = { add: ids.slice(0, 1), remove: ids.slice(1) };
      expect(inShort((await updateMembers(id, lists)).userErrors)).toContain("TOO_MANY at remove");
    });

    it.each(["add", "remove"])("returns TOO_MANY at %s for more than 10,000", async (list) => {
      const { id } = await givenGroup(server);
      expect(inShort((await updateMembers(id, { [list]: tooManyIds("cus") })).userErrors)).toEqual([
        `TOO_MANY at ${list}`,
      ]);
    });
  });

  it("returns NOT_FOUND for an unknown or deleted group from each mutation of members", async () => {
    const { id: deleted, members } = await givenMembers(1, 0);
    await removeGroup(server, deleted);
    for (const id of [deleted, "cusgroup_unknown", "cusgroup_\0", "cusgroup_\ud800"]) {
      for (const change of [add(id, members), removeMembers(id, members), updateMembers(id, { add: members })]) {
        expect((await change).userErrors).toMatchObject([{ code: "NOT_FOUND", path: ["id"], ids: [id] }]);
      }
    }
    expect(inShort((await add("cus_1", members)).userErrors)).toEqual(["INVALID_ID at id"]);
  });

  describe("customerUpdateGroups", () => {
    it("adds and removes groups and returns exact counts", async () => {
      const [first = "", second = "", third = "", fourth = ""] = await givenGroups(server, 4);
      const { id } = await givenCustomer(server, { firstName: "Ada", groupIds: [first, second] });
      expect(await updateGroupsOf(id, { add: [third, first, third], remove: [second, fourth] })).toEqual({
        customer: { version: 1, groups: { totalCount: 2 } },
        added: 1,
        removed: 1,
        unchanged: 2,
        userErrors: [],
      });
    });

    it("replaces all groups with set, returns exact counts, and removes all groups for an empty set", async () => {
      const [first = "", second = "", third = ""] = await givenGroups(server, 3);
      const { id } = await givenCustomer(server, { firstName: "Ada", groupIds: [first, second] });
      const set = [second, third, third];
      expect(await updateGroupsOf(id, { set })).toMatchObject({ added: 1, removed: 1, unchanged: 1, userErrors: [] });
      expect(await updateGroupsOf(id, { set })).toMatchObject({ added: 0, removed: 0, unchanged: 2 });
      expect(await updateGroupsOf(id, { set: [] })).toEqual({
        customer: { version: 3, groups: { totalCount: 0 } },
        added: 0,
        removed: 2,
        unchanged: 0,
        userErrors: [],
      });
    });

    it.each<[Lists]>([[{}], [{ set: null }], [{ add: [], remove: null }]])("changes nothing for %j", async (lists) => {
      const [group = ""] = await givenGroups(server, 1);
      const { id } = await givenCustomer(server, { firstName: "Ada", groupIds: [group] });
      expect(await updateGroupsOf(id, lists)).toMatchObject({
        customer: { groups: { totalCount: 1 } },
        added: 0,
        removed: 0,
        unchanged: 0,
      });
    });

    it.each<[string, Lists, string[]]>([
      ["set with add", { set: [], add: ["cusgroup_000000"] }, ["CONFLICTING_INPUT at set"]],
      ["set with remove", { set: ["cusgroup_000000"], remove: [] }, ["CONFLICTING_INPUT at set"]],
      [
        "the same group in add and remove",
        { add: ["cusgroup_000000"], remove: ["cusgroup_000001", "cusgroup_000000"] },
        ["CONFLICTING_INPUT at remove.1"],
      ],
      ["an unknown group in set", { set: ["cusgroup_unknown"] }, ["NOT_FOUND at set.0"]],
      ["unknown groups in add", { add: ["cusgroup_x", "cusgroup_\0"] }, ["NOT_FOUND at add"]],
      ["an unknown group in remove", { remove: ["cusgroup_000000", "cusgroup_x"] }, ["NOT_FOUND at remove.1"]],
      ["the id of something else", { add: ["cus_1"] }, ["INVALID_ID at add.0"]],
      ["too many to add", { add: tooManyIds("cusgroup") }, ["TOO_MANY at add"]],
      ["too many to set", { set: tooManyIds("cusgroup") }, ["TOO_MANY at set"]],
      ["too many to remove", { remove: tooManyIds("cusgroup") }, ["TOO_MANY at remove"]],
    ])("refuses %s and writes nothing", async (_, lists, errors) => {
      await givenGroups(server, 2);
      const { id } = await givenCustomer(server, { firstName: "Ada", groupIds: ["cusgroup_000000"] });
      const before = await allRows(server);
      const { customer, userErrors } = await updateGroupsOf(id, lists);
      expect(customer).toBeNull();
      expect(inShort(userErrors)).toEqual(errors);
      expect(await allRows(server)).toEqual(before);
    });

    it("increments the customer's version only if set changes a group", async () => {
      const [first = "", second = ""] = await givenGroups(server, 2);
      const { id } = await givenCustomer(server);
      const version = async () =>
        (await server.testDatabase.database.prisma.customer.findUnique({ where: { id } }))?.version;
      const changes = () =>
        server.testDatabase.database.prisma.change.findMany({ where: { subjectId: id }, orderBy: { id: "asc" } });
      await updateGroupsOf(id, { add: [first] });
      await add(second, [id]);
      await updateGroupsOf(id, { set: [second, first] });
      await updateGroupsOf(id, { remove: [second] });
      expect(await version()).toBe(1);
      expect(await updateGroupsOf(id, { set: [second], ifVersion: 1 })).toMatchObject({ customer: { version: 2 } });
      expect(await version()).toBe(2);
      expect((await changes()).map(({ action }) => action)).toEqual([
        "CREATED",
        "MEMBER_ADDED",
        "MEMBER_ADDED",
        "MEMBER_REMOVED",
        "MEMBER_REMOVED",
        "MEMBER_ADDED",
      ]);
    });

    it.each<Lists>([{ set: ["cusgroup_000000"] }, { add: ["cusgroup_000000"] }, { remove: [] }, { set: [] }])(
      "writes %j only if ifVersion is the current version",
      async (lists) => {
        await givenGroups(server, 2);
        const { id } = await givenCustomer(server);
        await updateGroupsOf(id, { set: ["cusgroup_000001"], ifVersion: 1 });
        const before = await allRows(server);
        const { customer, userErrors } = await updateGroupsOf(id, { ...lists, ifVersion: 1 });
        expect(customer).toBeNull();
        expect(userErrors).toMatchObject([{ code: "VERSION_CONFLICT", path: ["ifVersion"], currentVersion: 2 }]);
        expect(await allRows(server)).toEqual(before);
      },
    );

    it("returns NOT_FOUND for an unknown or deleted customer", async () => {
      const { id: deleted } = await givenCustomer(server);
      await remove(server, deleted);
      for (const id of [deleted, "cus_unknown", "cus_\0"]) {
        expect(inShort((await updateGroupsOf(id, { set: [] })).userErrors)).toEqual(["NOT_FOUND at customerId"]);
      }
    });
  });

  it("are kept but hidden while the customer is deleted", async () => {
    const { id, members } = await givenMembers(2, 0);
    const [first = "", second = ""] = members;
    await remove(server, first);
    expect(await membersOf(server, id)).toEqual([second]);
    await updateMembers(id, { remove: members });
    await restore(server, first);
    expect(await membersOf(server, id)).toEqual([first]);
  });

  it("are kept but hidden while the group is deleted, also when all groups of the customer are removed", async () => {
    const { id: groupId, members } = await givenMembers(1, 0);
    await removeGroup(server, groupId);
    expect(await updateGroupsOf(members[0] ?? "", { set: [] })).toMatchObject({ removed: 0, unchanged: 0 });
    expect((await allRows(server)).memberships).toHaveLength(1);
  });

  it("takes one statement to add customers", async () => {
    const ids = await givenCustomers(server, 3);
    const { id } = await givenGroup(server, "Wholesale", ids.slice(0, 1));
    const mutation = `mutation ($id: ID!, $ids: [ID!]!) {
      customerGroupAddCustomers(id: $id, customerIds: $ids) { customerGroup { name } added unchanged }
    }`;
    const call = () => server.ask(mutation, { id, ids: [...ids, ...ids] });
    const { result, statements } = await server.testDatabase.withStatements(call);
    const counts = { added: 2, unchanged: 1 };
    expect(result.data).toEqual({ customerGroupAddCustomers: { customerGroup: { name: "Wholesale" }, ...counts } });
    expect(statements).toHaveLength(1);
  });

  describe("take as many statements for 1,000 ids as for 10", () => {
    const calls: [string, (ids: string[]) => Promise<unknown>][] = [
      ["customerGroupCreate", (ids) => givenGroup(server, `Group of ${ids.length}`, ids)],
      ["customerGroupAddCustomers", async (ids) => add((await givenGroup(server, `${ids.length}`)).id, ids)],
      [
        "customerGroupRemoveCustomers",
        async (ids) => removeMembers((await givenGroup(server, `${ids.length}`, ids)).id, ids),
      ],
      [
        "customerGroupUpdateCustomers",
        async (ids) =>
          updateMembers((await givenGroup(server, `${ids.length}`, ids)).id, {
            add: ids.slice(0, 5),
            remove: ids.slice(5),
          }),
      ],
    ];
    it.each(calls)("%s", async (_, call) => {
      const ids = await givenCustomers(server, 1_000);
      const { statements: few } = await server.testDatabase.withStatements(() => call(ids.slice(0, 10)));
      const { statements: many } = await server.testDatabase.withStatements(() => call(ids));
      expect(many).toHaveLength(few.length);
    });

    it.each(["add", "remove", "set"])("customerUpdateGroups with %s", async (list) => {
      const ids = await givenGroups(server, 1_000);
      const { id } = await givenCustomer(server);
      const count = async (groups: string[]) =>
        (await server.testDatabase.withStatements(() => updateGroupsOf(id, { [list]: groups }))).statements.length;
      expect(await count(ids)).toBe(await count(ids.slice(0, 10)));
    });
  });
});
