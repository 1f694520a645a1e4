import type { RegionInput } from "../support/generated/graphql.js";
import type { TestServer } from "../support/server.js";
import { inShort } from "../support/user-errors.js";
import { createRegion, deleteRegion, readCountry, updateRegion } from "./region.operations.js";

/** An input with only the required fields. */
export const europe: RegionInput = { name: "Europe", currencyCode: "EUR" };

export async function create(server: TestServer, input: RegionInput) {
  return (await server.run(createRegion, { input })).regionCreate;
}

/** Creates a region. */
export async function givenRegion(server: TestServer, input: RegionInput = {}) {
  const { region, userErrors } = await create(server, { ...europe, ...input });
  if (!region) throw new Error(`The region was refused: ${inShort(userErrors)}`);
  return region;
}

export async function update(server: TestServer, id: string, input: RegionInput, ifVersion: number | null = null) {
  return (await server.run(updateRegion, { id, input, ifVersion })).regionUpdate;
}

export async function remove(server: TestServer, id: string, ifVersion: number | null = null) {
  return (await server.run(deleteRegion, { id, ifVersion })).regionDelete;
}

/** The id of the region of a country; null when it has none. */
export async function regionOf(server: TestServer, code: string): Promise<string | null> {
  return (await server.run(readCountry, { code })).country?.region?.id ?? null;
}
