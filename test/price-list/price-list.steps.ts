import type { Prisma } from "../../src/database/generated/client.js";
import type { PriceListInput } from "../support/generated/graphql.js";
import type { TestServer } from "../support/server.js";
import { inShort } from "../support/user-errors.js";
import {
  createPriceList,
  deletePriceList,
  priceListsOfCustomer,
  restorePriceList,
  updatePriceList,
} from "./price-list.operations.js";

export const price = { variantId: "variant_1", currencyCode: "EUR", amount: "10.00" };

/** The required fields of a price list. */
export const sale: PriceListInput = { title: "Summer sale", type: "SALE" };

export async function create(server: TestServer, input: PriceListInput) {
  return (await server.run(createPriceList, { input })).priceListCreate;
}

/** Creates a price list. */
export async function givenPriceList(server: TestServer, input: PriceListInput = {}) {
  const { priceList, userErrors } = await create(server, { ...sale, ...input });
  if (!priceList) throw new Error(`The price list was refused: ${inShort(userErrors)}`);
  return priceList;
}

/** Inserts price lists into the table. By default they are active and for all customers. */
export async function givenPriceLists(
  { testDatabase }: TestServer,
  rows: readonly (Partial<Prisma.PriceListCreateManyInput> & { id: string })[],
): Promise<void> {
  const data = rows.map((row) => ({ title: row.id, type: "SALE", status: "ACTIVE", ...row }));
  await testDatabase.database.prisma.priceList.createMany({ data });
}

export async function update(server: TestServer, id: string, input: PriceListInput, ifVersion: number | null = null) {
  return (await server.run(updatePriceList, { id, input, ifVersion })).priceListUpdate;
}

export async function remove(server: TestServer, id: string, ifVersion: number | null = null) {
  return (await server.run(deletePriceList, { id, ifVersion })).priceListDelete;
}

export async function restore(server: TestServer, id: string) {
  return (await server.run(restorePriceList, { id })).priceListRestore;
}

/** The ids of the price lists that apply to a customer. */
export async function idsFor(server: TestServer, id: string, at: string | null = null): Promise<string[] | undefined> {
  const { customer } = await server.run(priceListsOfCustomer, { id, at });
  return customer?.priceLists.nodes.map((priceList) => priceList.id);
}
