import { Prisma } from "../../database/generated/client.js";
import type { Tx } from "../../database/transactions/transaction.js";
import { isStorableText } from "../../graphql/node/ids.js";
import type { ExternalId } from "./external-id.type.js";

/** A table of external ids, and its column with the id of their object. */
export interface ExternalIdTable {
  readonly name: "customer_external_id" | "customer_group_external_id";
  readonly ownerId: "customer_id" | "group_id";
}

/** Returns a text that is equal for equal external ids. */
export function externalIdKey({ system, value }: ExternalId): string {
  return `${system}\n${value}`;
}

/** Returns the objects that are not deleted and have one of the external ids, by `externalIdKey`. */
export async function findExternalIdOwners(
  tx: Tx,
  { name, ownerId }: ExternalIdTable,
  externalIds: readonly ExternalId[],
): Promise<Map<string, string>> {
  const storable = externalIds.filter(({ system, value }) => isStorableText(system) && isStorableText(value));
  if (storable.length === 0) return new Map();
  const systems = storable.map(({ system }) => system);
  const values = storable.map(({ value }) => value);
  const rows = await tx.$queryRaw<(ExternalId & { id: string })[]>`
    SELECT e.${Prisma.raw(ownerId)} AS id, e.system, e.value
    FROM unnest(${systems}::text[], ${values}::text[]) AS given (system, value)
      JOIN ${Prisma.raw(name)} e ON e.system = given.system AND e.value = given.value AND e.is_live`;
  return new Map(rows.map((row) => [externalIdKey(row), row.id]));
}
