import { readCustomer } from "../customer/customer.operations.js";
import { givenCustomer, givenCustomers, longAgo, remove } from "../customer/customer.steps.js";
import type { CustomerGroupUpdateInput } from "../support/generated/graphql.js";
import { allRows } from "../support/rows.js";
import { useTestServer } from "../support/server.js";
import { inShort } from "../support/user-errors.js";
import { createGroup, deleteGroup, readGroup, restoreGroup, updateGroup } from "./customer-group.operations.js";
import { givenGroup, removeGroup } from "./customer-group.steps.js";

const missingIds = ["cusgroup_unknown", "cusgroup_\0", "cusgroup_\ud800", `cusgroup_${"0".repeat(10_000)}`];

/** Names that are equal without case. */
const sameNames = [
  ["Wholesale", "WHOLESALE"],
  ["Élite", "éLITE"],
  ["E\u0301lite", "\u00e9lite"],
  ["Оптовики Я", "оптовики я"],
  ["ΑΒΓ", "αβγ"],
  ["  Wholesale ", "wholesale"],
];

const badNames: [string, string, string][] = [
  ["a blank name", " \t", "BLANK at input.name"],
  ["an empty name", "", "BLANK at input.name"],
  ["256 characters", "a".repeat(256), "TOO_LONG at input.name"],
  ["a line break", "Whole\nsale", "INVALID at input.name"],
  ["NUL", "\0", "INVALID at input.name"],
  ["a lone surrogate", "\ud800", "INVALID at input.name"],
];

describe("customer groups", () => {
  const server = useTestServer();
  const create = async (name: string, customerIds?: string[]) => {
    const input = customerIds === undefined ? { name } : { name, customerIds };
    return (await server.run(createGroup, { input })).customerGroupCreate;
  };
  const update = async (id: string, input: CustomerGroupUpdateInput, ifVersion: number | null = null) =>
    (await server.run(updateGroup, { id, input, ifVersion })).customerGroupUpdate;
  const restore = async (id: string) => (await server.run(restoreGroup, { id })).customerGroupRestore;
  const read = async (id: string) => (await server.run(readGroup, { id })).customerGroup;

  describe("customerGroupCreate", () => {
    it("writes the group with its first members and returns the same as a later query", async () => {
      const [first = "", second = ""] = await givenCustomers(server, 2);
      const metadata = { discount: 10, none: null, empty: "" };
      const input = { name: " Wholesale ", metadata, customerIds: [second, first, second] };
      const { customerGroup, userErrors } = (await server.run(createGroup, { input })).customerGroupCreate;
      expect(userErrors).toEqual([]);
      expect(customerGroup).toMatchObject({
        id: expect.stringMatching(/^cusgroup_[0-9A-HJKMNP-TV-Z]{26}$/),
        name: "Wholesale",
        metadata,
        createdBy: "apk_root",
        deletedAt: null,
        version: 1,
        customers: { totalCount: 2, nodes: [{ id: first }, { id: second }] },
      });
      expect(await read(customerGroup?.id ?? "")).toEqual(customerGroup);
    });

    it.each(badNames)("refuses %s", async (_, name, error) => {
      const { customerGroup, userErrors } = await create(name);
      expect(customerGroup).toBeNull();
      expect(inShort(userErrors)).toEqual([error]);
      expect((await allRows(server)).groups).toEqual([]);
    });

    it.each(sameNames)(
      "returns NAME_TAKEN for %j and %j with the id of the group that has the name",
      async (one, other) => {
        const { id } = await givenGroup(server, one);
        const { customerGroup, userErrors } = await create(other);
        expect(customerGroup).toBeNull();
        expect(userErrors).toMatchObject([{ code: "NAME_TAKEN", path: ["input", "name"], existingId: id }]);
      },
    );

    it("treats names with different accents as different", async () => {
      await givenGroup(server, "Élite");
      expect((await create("Elite")).userErrors).toEqual([]);
    });

    it("accepts the name of a deleted group", async () => {
      await removeGroup(server, (await givenGroup(server)).id);
      expect((await create("Wholesale")).userErrors).toEqual([]);
    });

    it("returns all errors at once and writes nothing", async () => {
      await givenGroup(server);
      const live = await givenCustomer(server);
      const dead = await givenCustomer(server);
      await remove(server, dead.id);
      const before = await allRows(server);
      const customerIds = [live.id, dead.id, "cusgroup_1", "cus_unknown", dead.id];
      const input = { name: "WHOLESALE", customerIds, metadata: { a: "\0" } };
      const { customerGroup, userErrors } = (await server.run(createGroup, { input })).customerGroupCreate;
      expect(customerGroup).toBeNull();
      expect(inShort(userErrors).sort()).toEqual([
        "INVALID at input.metadata",
        "INVALID_ID at input.customerIds.2",
        "NAME_TAKEN at input.name",
        "NOT_FOUND at input.customerIds",
      ]);
      expect(userErrors).toContainEqual(expect.objectContaining({ ids: [dead.id, "cus_unknown"] }));
      expect(await allRows(server)).toEqual(before);
    });

    it("returns TOO_MANY for more than 10,000 first members", async () => {
      const { userErrors } = await create("Wholesale", Array(10_001).fill("cus_unknown"));
      expect(inShort(userErrors)).toEqual(["TOO_MANY at input.customerIds"]);
    });
  });

  describe("customerGroupUpdate", () => {
    async function givenOldGroup() {
      const { id } = await givenGroup(server);
      const data = { updatedAt: longAgo, metadata: { a: 1 } };
      await server.testDatabase.database.prisma.customerGroup.update({ where: { id }, data });
      return (await read(id)) ?? { id, updatedAt: "" };
    }

    it.each<[string, CustomerGroupUpdateInput, object]>([
      ["the name", { name: " Retail" }, { name: "Retail" }],
      ["its own name in another case", { name: "WHOLESALE" }, { name: "WHOLESALE" }],
      ["metadata by merging", { metadata: { a: "", b: null } }, { metadata: { b: null } }],
      ["metadata to nothing", { metadata: null }, { metadata: null }],
    ])("changes %s", async (_, input, changed) => {
      const before = await givenOldGroup();
      const { customerGroup, userErrors } = await update(before.id, input);
      expect(userErrors).toEqual([]);
      expect(customerGroup).toEqual({ ...before, ...changed, version: 2, updatedAt: customerGroup?.updatedAt });
      expect(Date.parse(customerGroup?.updatedAt ?? "")).toBeGreaterThan(longAgo.getTime());
      expect(await read(before.id)).toEqual(customerGroup);
    });

    it.each<[string, CustomerGroupUpdateInput]>([
      ["nothing", {}],
      ["the stored values", { name: " Wholesale ", metadata: { a: 1, b: "" } }],
      ["empty metadata", { metadata: {} }],
    ])("succeeds without changing updatedAt and version for %s", async (_, input) => {
      const before = await givenOldGroup();
      expect(await update(before.id, input)).toEqual({ customerGroup: before, userErrors: [] });
      expect(await read(before.id)).toEqual(before);
    });

    it.each([...badNames, ["null", null, "REQUIRED at input.name"] as const])("refuses %s", async (_, name, error) => {
      const { id } = await givenGroup(server);
      const { customerGroup, userErrors } = await update(id, { name });
      expect(customerGroup).toBeNull();
      expect(inShort(userErrors)).toEqual([error]);
      expect(await read(id)).toMatchObject({ name: "Wholesale", version: 1 });
    });

    it.each(sameNames)("returns NAME_TAKEN for %j and %j", async (one, other) => {
      const taken = await givenGroup(server, one);
      const { id } = await givenGroup(server, "Retail");
      const { userErrors } = await update(id, { name: other });
      expect(userErrors).toMatchObject([{ code: "NAME_TAKEN", path: ["input", "name"], existingId: taken.id }]);
    });

    it("writes only if ifVersion is the current version", async () => {
      const { id } = await givenGroup(server);
      expect((await update(id, { name: "Retail" }, 1)).customerGroup?.version).toBe(2);
      const { customerGroup, userErrors } = await update(id, { name: "Staff" }, 1);
      expect(customerGroup).toBeNull();
      expect(userErrors).toMatchObject([{ code: "VERSION_CONFLICT", path: ["ifVersion"], currentVersion: 2 }]);
    });

    it("returns NOT_FOUND for unknown and deleted groups, and INVALID_ID for an id of another type", async () => {
      const { id: deleted } = await givenGroup(server);
      await removeGroup(server, deleted);
      for (const id of [...missingIds, deleted]) {
        const { userErrors } = await update(id, { name: "Retail" });
        expect(userErrors).toMatchObject([{ code: "NOT_FOUND", path: ["id"], ids: [id] }]);
      }
      expect(inShort((await update("cus_1", { name: "Retail" })).userErrors)).toEqual(["INVALID_ID at id"]);
    });
  });

  describe("customerGroupDelete", () => {
    it("hides the group and does not change its customers", async () => {
      const customer = await givenCustomer(server, { firstName: "Ada" });
      const { id } = await givenGroup(server, "Wholesale", [customer.id]);
      const { deletedId, customerGroup, userErrors } = await removeGroup(server, id);
      expect(userErrors).toEqual([]);
      expect(deletedId).toBe(id);
      expect(customerGroup).toMatchObject({ id, version: 2, customers: { totalCount: 0, nodes: [] } });
      expect(customerGroup?.deletedAt).not.toBeNull();
      expect(customerGroup?.updatedAt).toBe(customerGroup?.deletedAt);
      expect(await read(id)).toBeNull();
      expect(await server.run(readCustomer, { id: customer.id })).toEqual({ customer });
    });

    it("succeeds again for a deleted group and changes nothing", async () => {
      const { id } = await givenGroup(server);
      const first = await removeGroup(server, id);
      const before = await allRows(server);
      expect(await removeGroup(server, id)).toEqual(first);
      expect(await allRows(server)).toEqual(before);
    });

    it("deletes only if ifVersion is the current version", async () => {
      const { id } = await givenGroup(server);
      await update(id, { name: "Retail" });
      const refused = (await server.run(deleteGroup, { id, ifVersion: 1 })).customerGroupDelete;
      expect(refused).toMatchObject({ deletedId: null, customerGroup: null, userErrors: [{ currentVersion: 2 }] });
      expect((await server.run(deleteGroup, { id, ifVersion: 2 })).customerGroupDelete.deletedId).toBe(id);
    });

    it("returns NOT_FOUND for unknown groups, and INVALID_ID for an id of another type", async () => {
      for (const id of missingIds) {
        expect((await removeGroup(server, id)).userErrors).toMatchObject([{ code: "NOT_FOUND", ids: [id] }]);
      }
      expect(inShort((await removeGroup(server, "cuaddr_1")).userErrors)).toEqual(["INVALID_ID at id"]);
    });
  });

  describe("customerGroupRestore", () => {
    it("restores the group with its memberships, and hides those of deleted customers", async () => {
      const [first = "", second = ""] = await givenCustomers(server, 2);
      const { id } = await givenGroup(server, "Wholesale", [first, second]);
      await removeGroup(server, id);
      await remove(server, second);
      const { customerGroup, userErrors } = await restore(id);
      expect(userErrors).toEqual([]);
      expect(customerGroup).toMatchObject({
        deletedAt: null,
        version: 3,
        customers: { totalCount: 1, nodes: [{ id: first }] },
      });
      expect((await server.run(readCustomer, { id: first })).customer?.groups.nodes).toEqual([{ id }]);
    });

    it("succeeds for a live group and changes nothing", async () => {
      const customerGroup = await givenGroup(server);
      expect(await restore(customerGroup.id)).toEqual({ customerGroup, userErrors: [] });
    });

    it.each(sameNames)("returns NAME_TAKEN when the name %j was taken by %j in the meantime", async (one, other) => {
      const { id } = await givenGroup(server, one);
      await removeGroup(server, id);
      const taken = await givenGroup(server, other);
      const { customerGroup, userErrors } = await restore(id);
      expect(customerGroup).toBeNull();
      expect(userErrors).toMatchObject([{ code: "NAME_TAKEN", path: ["id"], existingId: taken.id }]);
      expect(await read(id)).toBeNull();
    });

    it("returns NOT_FOUND for unknown groups, and INVALID_ID for an id of another type", async () => {
      for (const id of missingIds) {
        expect((await restore(id)).userErrors).toMatchObject([{ code: "NOT_FOUND", path: ["id"], ids: [id] }]);
      }
      expect(inShort((await restore("cus_1")).userErrors)).toEqual(["INVALID_ID at id"]);
    });
  });
});
