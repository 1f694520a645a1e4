import type { JsonObject } from "@prisma/client/runtime/client";
import { Prisma } from "../../database/generated/client.js";
import { StoredJson } from "../../database/sql/stored-json.js";
import type { Tx } from "../../database/transactions/transaction.js";
import type { Path, UserErrorCollector } from "../errors/user-error-collector.js";
import { isMetadataSize, maxMetadataBytes } from "./rules.js";

/** Metadata in the form of the API. */
export type MetadataObject = JsonObject;

/** The tables that have metadata. */
type TableName = "customer" | "customer_address" | "customer_group" | "price_list" | "customer_order" | "region";

/** An update of the metadata of a row, and its path in the input. */
export interface MetadataUpdate {
  readonly id: string;
  readonly change: MetadataObject | null | undefined;
  readonly path: Path;
}

/**
 * Returns the metadata of a row after an update. Given keys replace existing keys, `""` removes a key, null is a value, and
 * nested values are replaced as a whole (the semantics of Medusa). Null removes all metadata. Returns undefined if nothing
 * changes.
 */
export async function mergedMetadata(
  tx: Tx,
  table: TableName,
  update: MetadataUpdate,
  userErrors: UserErrorCollector,
): Promise<StoredJson | null | undefined> {
  return (await mergedMetadataOf(tx, table, [update], userErrors)).get(update.id);
}

/**
 * Returns the merged metadata of many rows by id. Rows without a change are omitted. PostgreSQL merges, because JavaScript
 * cannot represent every stored number.
 */
export async function mergedMetadataOf(
  tx: Tx,
  table: TableName,
  updates: readonly MetadataUpdate[],
  userErrors: UserErrorCollector,
): Promise<Map<string, StoredJson | null>> {
  // PostgreSQL may be unable to read a rejected value.
  const given = updates.filter(({ change, path }) => change !== undefined && !userErrors.has(path));
  const metadata = await mergeMetadata(tx, table, given);
  const merged = new Map<string, StoredJson | null>();
  for (const [index, { id, path }] of given.entries()) {
    const json = metadata[index];
    if (json === undefined) continue;
    merged.set(id, json);
    checkMergedSize(json, path, userErrors);
  }
  return merged;
}

/** Reports merged metadata that is too large. Imported metadata may be larger. It is rejected only if it changes. */
export function checkMergedSize(metadata: StoredJson | null, path: Path, userErrors: UserErrorCollector): void {
  if (metadata === null || isMetadataSize(metadata.value)) return;
  userErrors.add("TOO_LONG", path, `Must have at most ${maxMetadataBytes} bytes of JSON together with what is there.`);
}

/** Returns the new metadata for each update, or undefined if it changes nothing. Several updates may be of one row. */
export async function mergeMetadata(
  tx: Tx,
  table: TableName,
  updates: readonly Omit<MetadataUpdate, "path">[],
): Promise<(StoredJson | null | undefined)[]> {
  const merged: (StoredJson | null | undefined)[] = updates.map(() => undefined);
  if (updates.length === 0) return merged;
  const ids = updates.map(({ id }) => id);
  const changes = updates.map(({ change }) => JSON.stringify(change));
  const rows = await tx.$queryRaw<{ place: number; json: string | null }[]>`
    SELECT place, merged::text AS json FROM (
      SELECT n.place, t.metadata, CASE
        WHEN n.change = 'null' THEN NULL
        -- Where there is none, nothing is begun for keys that are only removed.
        ELSE nullif(
          (coalesce(t.metadata, '{}') || n.change) - ARRAY(SELECT key FROM jsonb_each(n.change) WHERE value = '""'),
          CASE WHEN t.metadata IS NULL THEN '{}'::jsonb END) END AS merged
      FROM ${Prisma.raw(table)} t
        JOIN (
          SELECT id, change::jsonb, place::integer
          FROM unnest(${ids}::text[], ${changes}::text[]) WITH ORDINALITY AS given (id, change, place)
        ) n ON n.id = t.id
    ) merges WHERE merged IS DISTINCT FROM metadata`;
  for (const { place, json } of rows) merged[place - 1] = json === null ? null : new StoredJson(json);
  return merged;
}

/** Returns the metadata of a new row. An update with the same input later changes nothing. */
export function newMetadata(change: MetadataObject | null | undefined): MetadataObject | null {
  const kept = Object.entries(change ?? {}).filter(([, value]) => value !== "");
  return kept.length === 0 ? null : Object.fromEntries(kept);
}
