import type { CustomerCreateInput, CustomerUpdateInput } from "../support/generated/graphql.js";
import type { TestServer } from "../support/server.js";
import { inShort } from "../support/user-errors.js";
import { createCustomer, deleteCustomer, restoreCustomer, updateCustomer } from "./customer.operations.js";

/** A date long before the tests. It shows if a write sets `updatedAt`. */
export const longAgo = new Date("2020-02-02T02:02:02.000Z");

/** Creates a customer, by default a guest without email. */
export async function givenCustomer(server: TestServer, input: CustomerCreateInput = { firstName: "Ada" }) {
  const { customer, userErrors } = (await server.run(createCustomer, { input })).customerCreate;
  if (!customer) throw new Error(`The customer was refused: ${inShort(userErrors)}`);
  return customer;
}

/** Inserts customers without addresses and groups into the database, which is faster than the API. */
export async function givenCustomers({ testDatabase }: TestServer, count: number): Promise<string[]> {
  const ids = Array.from({ length: count }, (_, index) => `cus_${String(index).padStart(6, "0")}`);
  await testDatabase.database.prisma.customer.createMany({ data: ids.map((id) => ({ id, firstName: "Ada" })) });
  return ids;
}

/** Inserts a registered customer into the database. */
export async function givenRegisteredCustomer({ testDatabase }: TestServer, email: string) {
  return testDatabase.database.prisma.customer.create({ data: { id: `cus_${email}`, email, hasAccount: true } });
}

export async function update(server: TestServer, id: string, input: CustomerUpdateInput, ifVersion?: number) {
  const variables = ifVersion === undefined ? { id, input } : { id, input, ifVersion };
  return (await server.run(updateCustomer, variables)).customerUpdate;
}

export async function remove(server: TestServer, id: string, ifVersion?: number) {
  return (await server.run(deleteCustomer, ifVersion === undefined ? { id } : { id, ifVersion })).customerDelete;
}

export async function restore(server: TestServer, id: string) {
  return (await server.run(restoreCustomer, { id })).customerRestore;
}
