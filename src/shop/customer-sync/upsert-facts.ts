import type { Address as AddressRow, Customer as CustomerRow } from "../../database/generated/client.js";
import type { StoredJson } from "../../database/sql/stored-json.js";
import type { Tx } from "../../database/transactions/transaction.js";
import type { Path } from "../../graphql/errors/user-error-collector.js";
import { mergeMetadata } from "../../graphql/input/metadata.js";
import { isMetadataSize, metadataSize } from "../../graphql/input/rules.js";
import { findLiveGroups } from "../customer-group/customer-group.lookup.js";
import { groupsByCustomer } from "../customer-group/membership.rows.js";
import { externalIdKey } from "../external-id/external-id.rows.js";
import { withPresentTypes } from "./text-metadata.js";
import {
  emailKey,
  findValueOwners,
  lockUpsertedCustomers,
  readAddressBooks,
  type ValueOwners,
} from "./upsert-facts.rows.js";
import type { ParsedRow } from "./upsert-row.rules.js";

/** The data of the database about the rows of a call. The customers that the rows identify are locked. */
export interface Facts extends ValueOwners {
  readonly customers: ReadonlyMap<string, CustomerRow>;
  /** The addresses of each customer that a row with addresses may identify. */
  readonly addressBooks: ReadonlyMap<string, readonly AddressRow[]>;
  /** The given groups that exist. */
  readonly groups: ReadonlySet<string>;
  /** The groups of each customer that a row with groups may identify. */
  readonly groupsOf: ReadonlyMap<string, readonly string[]>;
  /** The metadata of an object after the change of a row, by `mergeKey`. Absent if it does not change. */
  readonly merged: ReadonlyMap<string, StoredJson | null>;
}

/** The key of the metadata of an object after the change of a row. */
export function mergeKey(row: ParsedRow, id: string): string {
  return `${row.index}\n${id}`;
}

/**
 * Reads all that the rows need, with a constant number of statements. It first locks the customers that the rows may identify, in
 * the order of their ids, so that the rest does not change until the transaction ends.
 */
export async function readFacts(tx: Tx, rows: readonly ParsedRow[]): Promise<Facts> {
  const customers = new Map<string, CustomerRow>();
  let owners = await lockAndFindOwners(tx, rows, customers);
  // Another transaction may have given an email or an external id to a customer between the search and the lock.
  while (candidatesOf(rows, owners).some((id) => !customers.has(id))) {
    owners = await lockAndFindOwners(tx, rows, customers);
  }
  const candidates = new Map(rows.map((row) => [row, candidatesOfRow(row, owners, customers)]));
  const candidatesOfRows = (select: (row: ParsedRow) => boolean) => [
    ...new Set(rows.filter(select).flatMap((row) => candidates.get(row) ?? [])),
  ];
  const withAddresses = candidatesOfRows(({ addresses }) => addresses !== undefined);
  const withGroups = candidatesOfRows(({ input }) => input.groupIds !== undefined);
  const addressBooks = await readAddressBooks(tx, withAddresses);
  return {
    ...owners,
    customers,
    addressBooks,
    groups: new Set(await findLiveGroups(tx, [...new Set(rows.flatMap(({ input }) => input.groupIds ?? []))])),
    groupsOf: await groupsByCustomer(tx, withGroups),
    merged: new Map([
      ...(await mergedCustomers(tx, rows, candidates, customers)),
      ...(await mergedAddresses(tx, rows, addressBooks)),
    ]),
  };
}

/** Locks the customers that the rows may identify, and adds them to `customers`. */
async function lockAndFindOwners(
  tx: Tx,
  rows: readonly ParsedRow[],
  customers: Map<string, CustomerRow>,
): Promise<ValueOwners> {
  const by = rows.flatMap((row) => row.by ?? []);
  for (const customer of await lockUpsertedCustomers(tx, by, [...customers.keys()])) {
    customers.set(customer.id, customer);
  }
  const emails = rows.flatMap(({ email }) => email ?? []);
  // A guest that is registered keeps its email, which another registered customer may have.
  const registered = rows.some(({ input }) => input.hasAccount) ? [...customers.values()] : [];
  const ownEmails = registered.flatMap(({ email }) => email ?? []);
  const named = by.flatMap((one) => ("externalId" in one ? one.externalId : []));
  const externalIds = [...rows.flatMap((row) => row.externalIds ?? []), ...named];
  return findValueOwners(tx, [...new Set([...emails, ...ownEmails])], externalIds);
}

function candidatesOf(rows: readonly ParsedRow[], owners: ValueOwners): string[] {
  return rows.flatMap(({ by }) => (by === null || "id" in by ? [] : ownersOf(by, owners)));
}

function candidatesOfRow(
  { by }: ParsedRow,
  owners: ValueOwners,
  customers: ReadonlyMap<string, CustomerRow>,
): string[] {
  if (by === null) return [];
  return ("id" in by ? [by.id] : ownersOf(by, owners)).filter((id) => customers.has(id));
}

/** The ids of the customers with an email or an external id. An email can be that of a guest and a registered customer. */
function ownersOf(by: Exclude<ParsedRow["by"], null | { id: string }>, owners: ValueOwners): string[] {
  const { emailOwners, externalIdOwners } = owners;
  if ("externalId" in by) return [externalIdOwners.get(externalIdKey(by.externalId)) ?? []].flat();
  return [true, false].flatMap((hasAccount) => emailOwners.get(emailKey(by.email, hasAccount)) ?? []);
}

async function mergedCustomers(
  tx: Tx,
  rows: readonly ParsedRow[],
  candidates: ReadonlyMap<ParsedRow, readonly string[]>,
  customers: ReadonlyMap<string, CustomerRow>,
) {
  const updates = rows
    .filter(({ input, userErrors }) => input.metadata !== undefined && !userErrors.has(["input", "metadata"]))
    .flatMap((row) =>
      (candidates.get(row) ?? []).flatMap((id) => {
        const { metadata } = row.input;
        const change = withPresentTypes(metadata, customers.get(id)?.metadata ?? null);
        return change === metadata || isWithinLimits(change, ["input", "metadata"], row) ? { row, id, change } : [];
      }),
    );
  const merged = await mergeMetadata(tx, "customer", updates);
  return updates.flatMap(({ row, id }, index) => entryOf(mergeKey(row, id), merged[index]));
}

async function mergedAddresses(tx: Tx, rows: readonly ParsedRow[], books: Facts["addressBooks"]) {
  const known = new Map([...books.values()].flat().map((address) => [address.id, address]));
  const updates = rows.flatMap((row) =>
    (row.addresses ?? []).flatMap(({ id, metadata }, index) => {
      const address = id ? known.get(id) : undefined;
      const path = ["input", "addresses", String(index)];
      if (!id || address === undefined || metadata === undefined || row.userErrors.has(path)) return [];
      const change = withPresentTypes(metadata, address.metadata);
      return change === metadata || isWithinLimits(change, [...path, "metadata"], row) ? [{ row, id, change }] : [];
    }),
  );
  const merged = await mergeMetadata(tx, "customer_address", updates);
  return updates.flatMap(({ row, id }, index) => entryOf(mergeKey(row, id), merged[index]));
}

/** Reports a change whose size exceeds the limits, now that texts of cells are JSON. PostgreSQL may be unable to read it. */
function isWithinLimits(change: unknown, path: Path, { userErrors }: ParsedRow): boolean {
  if (isMetadataSize(change)) return true;
  if (!userErrors.has(path)) userErrors.add("TOO_LONG", path, metadataSize);
  return false;
}

function entryOf(key: string, merged: StoredJson | null | undefined): [string, StoredJson | null][] {
  return merged === undefined ? [] : [[key, merged]];
}
