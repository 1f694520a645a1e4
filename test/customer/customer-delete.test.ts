import { deleteAddress, readAddress } from "../address/address.operations.js";
import { defaultsOf, givenAddress } from "../address/address.steps.js";
import { givenGroup, membersOf, removeGroup } from "../customer-group/customer-group.steps.js";
import { graphql } from "../support/generated/gql.js";
import { allRows } from "../support/rows.js";
import { useTestServer } from "../support/server.js";
import { inShort } from "../support/user-errors.js";
import { readCustomer, readCustomerByEmail } from "./customer.operations.js";
import { givenCustomer, remove, restore, update } from "./customer.steps.js";

const listCustomers = graphql(`
  query CustomersByDeletion($deleted: DeletedScope!) {
    customers(deleted: $deleted) {
      totalCount
      nodes {
        ...CustomerFields
      }
    }
  }
`);

const missingIds = ["cus_unknown", "cus_\0", "cus_\udc00", `cus_${"0".repeat(10_000)}`];

describe("deleting and restoring a customer", () => {
  const server = useTestServer();

  describe("customerDelete", () => {
    it("returns the id and the deleted customer", async () => {
      const { id } = await givenCustomer(server, { email: "ada@example.com" });
      const { deletedId, customer, userErrors } = await remove(server, id);
      expect(userErrors).toEqual([]);
      expect(deletedId).toBe(id);
      expect(customer).toMatchObject({ id, email: "ada@example.com", version: 2, updatedAt: customer?.deletedAt });
      expect(customer?.deletedAt).not.toBeNull();
    });

    it("hides the customer and its addresses from all queries except those for deleted customers", async () => {
      const group = await givenGroup(server);
      const { id } = await givenCustomer(server, { email: "ada@example.com", groupIds: [group.id] });
      const address = await givenAddress(server, id);
      await remove(server, id);
      expect(await server.run(readCustomer, { id })).toEqual({ customer: null });
      expect(await server.run(readCustomerByEmail, { email: "ada@example.com" })).toEqual({ customerByEmail: null });
      expect(await server.run(readAddress, { id: address.id })).toEqual({ address: null });
      expect(await membersOf(server, group.id)).toEqual([]);
      const list = async (deleted: "EXCLUDE" | "INCLUDE" | "ONLY") =>
        (await server.run(listCustomers, { deleted })).customers;
      expect(await list("EXCLUDE")).toEqual({ totalCount: 0, nodes: [] });
      for (const scope of ["INCLUDE", "ONLY"] as const) {
        expect(await list(scope)).toMatchObject({
          totalCount: 1,
          nodes: [{ id, addresses: { nodes: [{ id: address.id }] }, groups: { nodes: [] } }],
        });
      }
    });

    it("succeeds again for a deleted customer and changes nothing, with any ifVersion", async () => {
      const { id } = await givenCustomer(server);
      await givenAddress(server, id);
      const first = await remove(server, id);
      const before = await allRows(server);
      expect(await remove(server, id)).toEqual(first);
      expect(await remove(server, id, 1)).toEqual(first);
      expect(await allRows(server)).toEqual(before);
    });

    it("returns NOT_FOUND for unknown customers, and INVALID_ID for an id of another type", async () => {
      for (const id of missingIds) {
        const { deletedId, customer, userErrors } = await remove(server, id);
        expect([deletedId, customer]).toEqual([null, null]);
        expect(userErrors).toMatchObject([{ code: "NOT_FOUND", path: ["id"], ids: [id] }]);
      }
      expect(inShort((await remove(server, "cusgroup_1")).userErrors)).toEqual(["INVALID_ID at id"]);
    });

    it("deletes only if ifVersion is the current version", async () => {
      const { id } = await givenCustomer(server);
      await update(server, id, { firstName: "Eva" });
      const { deletedId, userErrors } = await remove(server, id, 1);
      expect(deletedId).toBeNull();
      expect(userErrors).toMatchObject([{ code: "VERSION_CONFLICT", path: ["ifVersion"], currentVersion: 2 }]);
      expect((await remove(server, id, 2)).deletedId).toBe(id);
    });
  });

  describe("customerRestore", () => {
    it("restores the customer, its memberships, and the addresses that were deleted with it", async () => {
      const [live, dead] = [await givenGroup(server, "live"), await givenGroup(server, "dead")];
      const { id } = await givenCustomer(server, { email: "ada@example.com", groupIds: [live.id, dead.id] });
      const kept = await givenAddress(server, id, { isDefaultShipping: true });
      const gone = await givenAddress(server, id);
      await server.run(deleteAddress, { customerId: id, id: gone.id });
      await remove(server, id);
      await removeGroup(server, dead.id);

      const { customer, userErrors } = await restore(server, id);
      expect(userErrors).toEqual([]);
      expect(customer).toMatchObject({ deletedAt: null, version: 3, groups: { nodes: [{ id: live.id }] } });
      expect(customer?.addresses.nodes.map((address) => address.id)).toEqual([kept.id]);
      expect(await defaultsOf(server, id)).toEqual({ shipping: kept.id, billing: null });
      expect(await membersOf(server, live.id)).toEqual([id]);
      expect(await server.run(readCustomer, { id })).toEqual({ customer });
    });

    it("does not restore an address that was deleted before the customer, also not at a second restore", async () => {
      const { id } = await givenCustomer(server);
      const gone = await givenAddress(server, id);
      await remove(server, id);
      await restore(server, id);
      await server.run(deleteAddress, { customerId: id, id: gone.id });
      await remove(server, id);
      expect((await restore(server, id)).customer?.addresses.nodes).toEqual([]);
    });

    it("succeeds for a live customer and changes nothing", async () => {
      const customer = await givenCustomer(server, { email: "ada@example.com" });
      expect(await restore(server, customer.id)).toEqual({ customer, userErrors: [] });
    });

    it("returns EMAIL_TAKEN with the customer who has the email now, and restores nothing", async () => {
      const { id } = await givenCustomer(server, { email: "ada@example.com" });
      await givenAddress(server, id);
      await remove(server, id);
      const other = await givenCustomer(server, { email: "ada@example.com" });
      const before = await allRows(server);
      const { customer, userErrors } = await restore(server, id);
      expect(customer).toBeNull();
      expect(userErrors).toMatchObject([{ code: "EMAIL_TAKEN", path: ["id"], existingId: other.id }]);
      expect(await allRows(server)).toEqual(before);
    });

    it("returns NOT_FOUND for unknown customers, and INVALID_ID for an id of another type", async () => {
      for (const id of missingIds) {
        expect((await restore(server, id)).userErrors).toMatchObject([{ code: "NOT_FOUND", path: ["id"], ids: [id] }]);
      }
      expect(inShort((await restore(server, "cuaddr_1")).userErrors)).toEqual(["INVALID_ID at id"]);
    });
  });
});
