import type { TestServer } from "../support/server.js";
import { inShort } from "../support/user-errors.js";
import { createGroup, deleteGroup, readGroup } from "./customer-group.operations.js";

/** Creates a group with these members. */
export async function givenGroup(server: TestServer, name = "Wholesale", customerIds: string[] = []) {
  const { customerGroup, userErrors } = (await server.run(createGroup, { input: { name, customerIds } }))
    .customerGroupCreate;
  if (!customerGroup) throw new Error(`The group was refused: ${inShort(userErrors)}`);
  return customerGroup;
}

/** Inserts groups into the database, which is faster than the API. */
export async function givenGroups({ testDatabase }: TestServer, count: number): Promise<string[]> {
  const ids = Array.from({ length: count }, (_, index) => `cusgroup_${String(index).padStart(6, "0")}`);
  await testDatabase.database.prisma.customerGroup.createMany({ data: ids.map((id) => ({ id, name: id })) });
  return ids;
}

export async function removeGroup(server: TestServer, id: string) {
  return (await server.run(deleteGroup, { id })).customerGroupDelete;
}

/** The ids of a group's members. */
export async function membersOf(server: TestServer, id: string): Promise<string[]> {
  const { customerGroup } = await server.run(readGroup, { id });
  return customerGroup?.customers.nodes.map((customer) => customer.id) ?? [];
}
