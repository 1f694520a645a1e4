import { givenGroup, givenGroups, removeGroup } from "../customer-group/customer-group.steps.js";
import type { CustomerUpdateInput } from "../support/generated/graphql.js";
import { allRows } from "../support/rows.js";
import { useTestServer } from "../support/server.js";
import { inShort } from "../support/user-errors.js";
import { readCustomer } from "./customer.operations.js";
import { givenCustomer, givenRegisteredCustomer, longAgo, remove, update } from "./customer.steps.js";

const ada = {
  email: "ada@example.com",
  firstName: "Ada",
  lastName: "Rossi",
  companyName: "Example S.p.A.",
  phone: "+39 06 1234567",
  metadata: { erpId: "4711" },
};

describe("customerUpdate", () => {
  const server = useTestServer();

  /** A customer whose last update is long ago. */
  async function givenOldCustomer(input = ada) {
    const { id } = await givenCustomer(server, input);
    await server.testDatabase.database.prisma.customer.update({ where: { id }, data: { updatedAt: longAgo } });
    const { customer } = await server.run(readCustomer, { id });
    if (!customer) throw new Error("The customer is gone.");
    return customer;
  }

  it.each<[string, CustomerUpdateInput, object]>([
    ["one field and leaves the others", { firstName: "Eva" }, { firstName: "Eva" }],
    ["a field given as null to nothing", { phone: null }, { phone: null }],
    ["a blank field to nothing", { lastName: " " }, { lastName: null }],
    ["the email, in its normal form", { email: " EVA@Example.com" }, { email: "eva@example.com" }],
    ["all that identifies it but one", { email: null, firstName: null, lastName: null, phone: "" }, { email: null }],
  ])("changes %s", async (_, input, changed) => {
    const before = await givenOldCustomer();
    const { customer, userErrors } = await update(server, before.id, input);
    expect(userErrors).toEqual([]);
    const cleared = Object.fromEntries(Object.keys(input).map((name) => [name, null]));
    expect(customer).toEqual({ ...before, ...cleared, ...changed, version: 2, updatedAt: customer?.updatedAt });
    expect(Date.parse(customer?.updatedAt ?? "")).toBeGreaterThan(longAgo.getTime());
    expect(await server.run(readCustomer, { id: before.id })).toEqual({ customer });
  });

  it.each<[string, CustomerUpdateInput]>([
    ["nothing", {}],
    ["the stored values", ada],
    ["the stored values in another format", { email: " ADA@EXAMPLE.COM", firstName: " Ada " }],
    ["metadata without changes", { metadata: { erpId: "4711", unknown: "" } }],
    ["empty metadata", { metadata: {} }],
    ["the groups it is in already", { groupIds: [] }],
  ])("succeeds without changing updatedAt and version for %s", async (_, input) => {
    const before = await givenOldCustomer();
    expect(await update(server, before.id, input)).toEqual({ customer: before, userErrors: [] });
    expect(await server.run(readCustomer, { id: before.id })).toEqual({ customer: before });
  });

  it("returns REQUIRED when it would remove the last field that identifies the customer", async () => {
    const { id } = await givenCustomer(server, { firstName: "Ada", phone: "1" });
    const { customer, userErrors } = await update(server, id, { firstName: null, phone: " " });
    expect(customer).toBeNull();
    expect(inShort(userErrors)).toEqual(["REQUIRED at input"]);
  });

  it("returns all errors at once and writes nothing", async () => {
    const taken = await givenCustomer(server, { email: "eva@example.com" });
    const { id } = await givenCustomer(server, ada);
    const before = await allRows(server);
    const input = { email: "EVA@example.com", phone: "\0", groupIds: ["cusgroup_unknown"], metadata: { a: "\ud800" } };
    const { customer, userErrors } = await update(server, id, input, 7);
    expect(customer).toBeNull();
    expect(inShort(userErrors).sort()).toEqual([
      "EMAIL_TAKEN at input.email",
      "INVALID at input.metadata",
      "INVALID at input.phone",
      "NOT_FOUND at input.groupIds.0",
      "VERSION_CONFLICT at ifVersion",
    ]);
    expect(userErrors).toContainEqual(expect.objectContaining({ existingId: taken.id }));
    expect(await allRows(server)).toEqual(before);
  });

  it("returns EMAIL_TAKEN only when a customer of the same kind has the email", async () => {
    await givenCustomer(server, { email: "guest@example.com" });
    const guest = await givenCustomer(server, ada);
    const registered = await givenRegisteredCustomer(server, "registered@example.com");
    const codes = async (id: string, email: string) => inShort((await update(server, id, { email })).userErrors);
    expect(await codes(guest.id, "guest@example.com")).toEqual(["EMAIL_TAKEN at input.email"]);
    expect(await codes(guest.id, "registered@example.com")).toEqual([]);
    expect(await codes(registered.id, "guest@example.com")).toEqual([]);
  });

  it.each(["cus_unknown", "cus_\0", "cus_\ud800", `cus_${"0".repeat(10_000)}`, ""])(
    "returns NOT_FOUND for an unknown id (case %#)",
    async (id) => {
      const { customer, userErrors } = await update(server, id, { firstName: "Eva" });
      expect(customer).toBeNull();
      expect(userErrors).toMatchObject([{ code: "NOT_FOUND", path: ["id"], ids: [id] }]);
    },
  );

  it("returns NOT_FOUND for a deleted customer, and INVALID_ID for an id of another type", async () => {
    const { id } = await givenCustomer(server);
    await remove(server, id);
    expect(inShort((await update(server, id, { firstName: "Eva" })).userErrors)).toEqual(["NOT_FOUND at id"]);
    expect(inShort((await update(server, "cuaddr_1", {})).userErrors)).toEqual(["INVALID_ID at id"]);
  });

  it("updates a row that was imported with an id of another format", async () => {
    const data = { id: "cus_imported/1", firstName: "Ada" };
    await server.testDatabase.database.prisma.customer.create({ data });
    expect((await update(server, data.id, { firstName: "Eva" })).customer).toMatchObject({ firstName: "Eva" });
  });

  it("writes if ifVersion is the current version, and increments it with each write", async () => {
    const { id } = await givenCustomer(server);
    for (const version of [1, 2, 3]) {
      const { customer } = await update(server, id, { firstName: `Ada ${version}` }, version);
      expect(customer?.version).toBe(version + 1);
    }
  });

  it("returns VersionConflictError with the current version for another version, even if nothing would change", async () => {
    const { id } = await givenCustomer(server);
    await update(server, id, { firstName: "Eva" });
    for (const input of [{ firstName: "Mia" }, {}]) {
      const { customer, userErrors } = await update(server, id, input, 1);
      expect(customer).toBeNull();
      expect(userErrors).toMatchObject([{ code: "VERSION_CONFLICT", path: ["ifVersion"], currentVersion: 2 }]);
    }
    expect((await server.run(readCustomer, { id })).customer).toMatchObject({ firstName: "Eva", version: 2 });
  });

  describe("with groupIds", () => {
    it("replaces the groups together with the other fields", async () => {
      const [first, second, third] = await givenGroups(server, 3);
      const { id } = await givenCustomer(server, { firstName: "Ada", groupIds: [first ?? "", second ?? ""] });
      const groupIds = [second ?? "", third ?? "", third ?? ""];
      const { customer } = await update(server, id, { firstName: "Eva", groupIds });
      expect(customer).toMatchObject({
        firstName: "Eva",
        version: 2,
        groups: { nodes: [{ id: second }, { id: third }] },
      });
    });

    it.each([[[]], [null]])("removes all groups for %j", async (groupIds) => {
      const group = await givenGroup(server);
      const { id } = await givenCustomer(server, { firstName: "Ada", groupIds: [group.id] });
      const { customer } = await update(server, id, { groupIds });
      expect(customer).toMatchObject({ groups: { nodes: [] }, version: 2 });
    });

    it("writes groups only if ifVersion is the current version", async () => {
      const group = await givenGroup(server);
      const { id } = await givenCustomer(server, { firstName: "Ada", groupIds: [group.id] });
      await update(server, id, { groupIds: [] }, 1);
      const { userErrors } = await update(server, id, { groupIds: [group.id] }, 1);
      expect(userErrors).toMatchObject([{ code: "VERSION_CONFLICT", currentVersion: 2 }]);
      expect((await server.run(readCustomer, { id })).customer?.groups.nodes).toEqual([]);
    });

    it("changes no group when another field is refused", async () => {
      const group = await givenGroup(server);
      const { id } = await givenCustomer(server, { firstName: "Ada", groupIds: [group.id] });
      await update(server, id, { firstName: "\0", groupIds: [] });
      expect((await server.run(readCustomer, { id })).customer?.groups.nodes).toEqual([{ id: group.id }]);
    });

    it("returns NOT_FOUND with all unknown and deleted groups", async () => {
      const { id } = await givenCustomer(server);
      const [live, dead] = [await givenGroup(server, "live"), await givenGroup(server, "dead")];
      await removeGroup(server, dead.id);
      const { userErrors } = await update(server, id, { groupIds: ["cusgroup_x", live.id, dead.id] });
      expect(userErrors).toMatchObject([
        { code: "NOT_FOUND", path: ["input", "groupIds"], ids: ["cusgroup_x", dead.id] },
      ]);
    });
  });
});
