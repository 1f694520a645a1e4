import type {
  CustomerIdentifier,
  CustomerUpsertInput,
  CustomerUpsertRow,
  RowErrorPolicy,
} from "../support/generated/graphql.js";
import type { TestServer } from "../support/server.js";
import { inShort } from "../support/user-errors.js";
import { readAll, upsertCustomer, upsertCustomers } from "./upsert.operations.js";

export const erp = (value: string) => ({ system: "erp", value });

interface Options {
  readonly ifVersion?: number;
  readonly dryRun?: boolean;
}

/** Runs `customerUpsert`. */
export async function upsert(
  server: TestServer,
  by: CustomerIdentifier,
  input: CustomerUpsertInput,
  { ifVersion, dryRun = false }: Options = {},
) {
  const variables = { by, input, dryRun, ...(ifVersion !== undefined && { ifVersion }) };
  return (await server.run(upsertCustomer, variables)).customerUpsert;
}

/** Runs `customerUpsert`, and returns its errors in short form. */
export async function errorsOf(
  server: TestServer,
  by: CustomerIdentifier,
  input: CustomerUpsertInput,
  options: Options = {},
) {
  const { outcome, customer, userErrors } = await upsert(server, by, input, options);
  expect({ outcome, customer }).toEqual({ outcome: "FAILED", customer: null });
  return inShort(userErrors);
}

/** Runs `customersUpsert`. */
export async function upsertRows(
  server: TestServer,
  rows: CustomerUpsertRow[],
  options: { onBadRow?: RowErrorPolicy; dryRun?: boolean } = {},
) {
  return (await server.run(upsertCustomers, { rows, ...options })).customersUpsert;
}

/** The customers that are not deleted. */
export async function allCustomers(server: TestServer) {
  return (await server.run(readAll, {})).customers.nodes;
}

/** Counts the recorded changes. */
export async function countChanges({ testDatabase }: TestServer): Promise<number> {
  return testDatabase.database.prisma.change.count();
}
