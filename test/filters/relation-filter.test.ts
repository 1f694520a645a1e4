import { defaultLimits } from "../../src/execution/limits/limits.js";
import { givenOrders } from "../order/order.steps.js";
import { customerGroupsPage, customersPage } from "../pagination/lists.operations.js";
import type { CustomerFilter, CustomerGroupFilter } from "../support/generated/graphql.js";
import { givenAddresses, givenCustomers, givenGroups, givenMembers } from "../support/given-rows.js";
import { useTestServer } from "../support/server.js";
import { customersMatching, groupsMatching } from "./matching.js";

const deletedAt = new Date();
const letters = (ids: readonly string[] | undefined) => ids?.map((id) => id.slice(-1)).join("");

describe("a filter on related rows", () => {
  // Three nested relations can cost more than the default limit.
  const server = useTestServer({ limits: { ...defaultLimits, cost: 10_000_000 } });

  // Orders: a has two, b has one, e keeps one, and one has no customer.
  // a: two live addresses; b: one live, one deleted; c: only a deleted one; d: none; e: deleted with its addresses.
  beforeEach(async () => {
    await givenCustomers(server, [
      { id: "cus_a" },
      { id: "cus_b" },
      { id: "cus_c" },
      { id: "cus_d" },
      { id: "cus_e", deletedAt },
    ]);
    await givenAddresses(server, [
      { id: "cuaddr_1", customerId: "cus_a", city: "Rome" },
      { id: "cuaddr_2", customerId: "cus_a", city: "Oslo" },
      { id: "cuaddr_3", customerId: "cus_b", city: "Rome" },
      { id: "cuaddr_4", customerId: "cus_b", city: "Oslo", deletedAt },
      { id: "cuaddr_5", customerId: "cus_c", city: "Rome", deletedAt },
      { id: "cuaddr_6", customerId: "cus_e", city: "Rome", deletedAt, deletedWithCustomer: true },
    ]);
    await givenGroups(server, [
      { id: "cusgroup_1", name: "One" },
      { id: "cusgroup_2", name: "Two" },
      { id: "cusgroup_3", name: "Empty" },
      { id: "cusgroup_4", name: "Gone", deletedAt },
    ]);
    await givenMembers(server, {
      cusgroup_1: ["cus_a", "cus_b", "cus_e"],
      cusgroup_2: ["cus_a", "cus_e"],
      cusgroup_4: ["cus_a", "cus_c"],
    });
    await givenOrders(server, [
      { id: "order_1", customerId: "cus_a", status: "COMPLETED" },
      { id: "order_2", customerId: "cus_a", status: "CANCELED", displayId: "A-2" },
      { id: "order_3", customerId: "cus_b", status: "COMPLETED" },
      { id: "order_4", customerId: "cus_e", status: "COMPLETED" },
      { id: "order_5", status: "PENDING" },
    ]);
  });

  const rome = { city: { eq: "Rome" } };
  const one = { name: { eq: "One" } };

  it.each<[CustomerFilter, string]>([
    [{ addresses: {} }, "abcd"],
    [{ addresses: { some: {} } }, "ab"],
    [{ addresses: { none: {} } }, "cd"],
    [{ addresses: { every: {} } }, "abcd"],
    [{ addresses: { some: rome } }, "ab"],
    [{ addresses: { none: rome } }, "cd"],
    [{ addresses: { every: rome } }, "bcd"],
    [{ addresses: { some: { city: { eq: "Oslo" } } } }, "a"],
    [{ addresses: { some: rome, every: rome } }, "b"],
    [{ addresses: { some: { and: [rome, { city: { eq: "Oslo" } }] } } }, ""],
    [{ and: [{ addresses: { some: rome } }, { addresses: { some: { city: { eq: "Oslo" } } } }] }, "a"],
    [{ addresses: { every: { province: { eq: "RM" } } } }, "cd"],
    [{ addresses: { none: { not: { province: { eq: "RM" } } } } }, "cd"],
    [{ addresses: { some: { id: { eq: "cuaddr_9" } } } }, ""],
    [{ addresses: { some: { id: { eq: "cuaddr_5" } } } }, ""],
    [{ groups: { some: {} } }, "ab"],
    [{ groups: { none: {} } }, "cd"],
    [{ groups: { some: one } }, "ab"],
    [{ groups: { every: one } }, "bcd"],
    [{ groups: { none: one } }, "cd"],
    [{ groups: { some: { id: { in: ["cusgroup_2", "cusgroup_9"] } } } }, "a"],
    [{ groups: { some: { id: { eq: "cusgroup_9" } } } }, ""],
    [{ groups: { some: { id: { eq: "cusgroup_4" } } } }, ""],
    [{ groups: { none: { id: { eq: "cusgroup_4" } } } }, "abcd"],
    [{ groups: { some: { deletedAt: { isNull: false } } } }, ""],
    [{ not: { groups: { some: { id: { eq: "cusgroup_2" } } } } }, "bcd"],
    [{ groups: { some: { customers: { some: { id: { eq: "cus_b" } } } } } }, "ab"],
    [{ groups: { some: { customers: { some: { id: { eq: "cus_e" } } } } } }, ""],
    [{ groups: { some: { customers: { every: { addresses: { some: {} } } } } } }, "ab"],
    [{ orders: {} }, "abcd"],
    [{ orders: { some: {} } }, "ab"],
    [{ orders: { none: {} } }, "cd"],
    [{ orders: { every: {} } }, "abcd"],
    [{ orders: { some: { status: "CANCELED" } } }, "a"],
    [{ orders: { none: { status: "CANCELED" } } }, "bcd"],
    [{ orders: { every: { status: "COMPLETED" } } }, "bcd"],
    [{ orders: { some: {}, every: { status: "COMPLETED" } } }, "b"],
    [{ orders: { some: { status: "PENDING" } } }, ""],
    [{ orders: { none: { status: "PENDING" } } }, "abcd"],
    [{ orders: { some: { id: { in: ["order_3", "order_5"] } } } }, "b"],
    [{ orders: { some: { displayId: { eq: "A-2" } } } }, "a"],
    [{ orders: { some: { displayId: { ne: "A-2" }, customerId: { ne: "cus_b" } } } }, "a"],
    [{ orders: { some: { not: { displayId: { eq: "A-2" } } } } }, "ab"],
    [{ orders: { some: { or: [] } } }, ""],
    [{ not: { orders: { some: {} } } }, "cd"],
    [{ or: [{ orders: { some: { status: "CANCELED" } } }, { addresses: { none: {} } }] }, "acd"],
    [{ or: [{ orders: { none: {} } }, { not: { orders: { every: { status: "COMPLETED" } } } }] }, "acd"],
    [{ groups: { some: { customers: { some: { orders: { some: { status: "CANCELED" } } } } } } }, "ab"],
  ])("%j matches the customers %s", async (where, expected) => {
    expect(letters(await customersMatching(server, where))).toBe(expected);
  });

  it.each<[CustomerGroupFilter, string]>([
    [{ customers: { some: {} } }, "12"],
    [{ customers: { none: {} } }, "3"],
    [{ customers: { every: {} } }, "123"],
    [{ customers: { some: { id: { eq: "cus_b" } } } }, "1"],
    [{ customers: { none: { id: { eq: "cus_b" } } } }, "23"],
    [{ customers: { every: { id: { eq: "cus_a" } } } }, "23"],
    [{ customers: { some: { id: { eq: "cus_e" } } } }, ""],
    [{ customers: { some: { deletedAt: { isNull: false } } } }, ""],
    [{ customers: { some: { addresses: { some: { city: { eq: "Oslo" } } } } } }, "12"],
    [{ customers: { every: { addresses: { every: { city: { eq: "Rome" } } } } } }, "3"],
    [{ customers: { some: { groups: { none: { name: { eq: "Two" } } } } } }, "1"],
  ])("%j matches the groups %s", async (where, expected) => {
    expect(letters(await groupsMatching(server, where))).toBe(expected);
  });

  it("finds no related rows of a deleted row", async () => {
    const some = async (where: CustomerFilter) =>
      letters((await server.run(customersPage, { where, deleted: "ONLY" })).customers.nodes.map(({ id }) => id));
    expect(await some({ groups: { some: {} } })).toBe("");
    expect(await some({ groups: { none: {} } })).toBe("e");
    expect(await some({ addresses: { some: {} } })).toBe("");
    // Orders stay with a deleted customer.
    expect(await some({ orders: { some: {} } })).toBe("e");
    expect(await some({ orders: { none: {} } })).toBe("");
    const where = { customers: { some: {} } };
    expect((await server.run(customerGroupsPage, { where, deleted: "ONLY" })).customerGroups.nodes).toEqual([]);
  });
});
