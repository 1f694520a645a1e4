import { addressesPage, customerGroupsPage, customersPage } from "../pagination/lists.operations.js";
import type { AddressFilter, CustomerFilter, CustomerGroupFilter } from "../support/generated/graphql.js";
import type { TestServer } from "../support/server.js";

const idsOf = (nodes: readonly { id: string }[] | undefined) => nodes?.map(({ id }) => id);

/** The ids of the customers that match, in creation order. */
export async function customersMatching(server: TestServer, where: CustomerFilter | null) {
  return idsOf((await server.run(customersPage, { where, deleted: "EXCLUDE" as const })).customers.nodes);
}

/** The ids of the groups that match, in creation order. */
export async function groupsMatching(server: TestServer, where: CustomerGroupFilter | null) {
  return idsOf((await server.run(customerGroupsPage, { where, deleted: "EXCLUDE" as const })).customerGroups.nodes);
}

/** The ids of a customer's addresses that match, in creation order. */
export async function addressesMatching(server: TestServer, customerId: string, where: AddressFilter | null) {
  return idsOf((await server.run(addressesPage, { customerId, where })).customer?.addresses.nodes);
}
