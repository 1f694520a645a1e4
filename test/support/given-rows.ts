import type { Prisma } from "../../src/database/generated/client.js";
import type { TestServer } from "./server.js";

// Inserts rows into the tables, for tests of reading. Rows that a service would not write, such as an address without a
// city or a customer of last year, can be read, too.

type Given<Row> = Partial<Row> & { id: string };

/** Inserts customers. A customer without identifying field gets an email from its id. */
export async function givenCustomers(
  { testDatabase }: TestServer,
  rows: readonly Given<Prisma.CustomerCreateManyInput>[],
): Promise<void> {
  const data = rows.map((row) => ({ email: `${row.id.toLowerCase()}@example.com`, ...row }));
  await testDatabase.database.prisma.customer.createMany({ data });
}

/** Inserts addresses of existing customers. */
export async function givenAddresses(
  { testDatabase }: TestServer,
  rows: readonly (Given<Prisma.AddressCreateManyInput> & { customerId: string })[],
): Promise<void> {
  await testDatabase.database.prisma.address.createMany({ data: [...rows] });
}

/** Inserts groups. The default name is the id. */
export async function givenGroups(
  { testDatabase }: TestServer,
  rows: readonly Given<Prisma.CustomerGroupCreateManyInput>[],
): Promise<void> {
  const data = rows.map((row) => ({ name: row.id, ...row }));
  await testDatabase.database.prisma.customerGroup.createMany({ data });
}

/** The memberships of each group, by its id. */
export async function givenMembers({ testDatabase }: TestServer, members: Record<string, string[]>): Promise<void> {
  const data = Object.entries(members).flatMap(([groupId, ids]) => ids.map((customerId) => ({ groupId, customerId })));
  await testDatabase.database.prisma.customerGroupMember.createMany({ data });
}

/** Ids that sort in the order of their numbers: `cus_001`, `cus_002`, … */
export function idsOf(prefix: string, count: number): string[] {
  return Array.from({ length: count }, (_, index) => `${prefix}_${String(index + 1).padStart(3, "0")}`);
}
