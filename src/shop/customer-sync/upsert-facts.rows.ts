import type { Address as AddressRow, Customer as CustomerRow } from "../../database/generated/client.js";
import { selectList } from "../../database/sql/sql.js";
import type { Tx } from "../../database/transactions/transaction.js";
import { isStorableText, storableIds } from "../../graphql/node/ids.js";
import { addressColumns } from "../address/address.list.js";
import { customerColumns } from "../customer/customer.list.js";
import { lockedInIdOrder } from "../customer/customer.lookup.js";
import { externalIdKey } from "../external-id/external-id.rows.js";
import type { ExternalId } from "../external-id/external-id.type.js";
import type { ParsedRow } from "./upsert-row.rules.js";

/** Returns a text that is equal for equal emails of the same kind of customer. */
export function emailKey(email: string, hasAccount: boolean): string {
  return `${hasAccount}\n${email}`;
}

/** Finds and locks the customers that rows identify, except those that are locked already. */
export async function lockUpsertedCustomers(
  tx: Tx,
  by: readonly NonNullable<ParsedRow["by"]>[],
  locked: readonly string[],
): Promise<CustomerRow[]> {
  const ids = storableIds(by.flatMap((one) => ("id" in one ? one.id : [])));
  const emails = by.flatMap((one) => ("email" in one ? one.email : [])).filter(isStorableText);
  const externalIds = by.flatMap((one) => ("externalId" in one ? one.externalId : []));
  if (ids.length + emails.length + externalIds.length === 0) return [];
  const systems = externalIds.map(({ system }) => system);
  const values = externalIds.map(({ value }) => value);
  // The conditions on deletion and erasure are checked again after the wait for the lock.
  return tx.$queryRaw<CustomerRow[]>`
    SELECT ${selectList("customer", customerColumns)} FROM customer
    WHERE id = ANY (ARRAY(
        SELECT unnest(${ids}::text[])
        UNION SELECT id FROM customer WHERE email = ANY (${emails}::text[]) AND deleted_at IS NULL
        UNION SELECT e.customer_id FROM unnest(${systems}::text[], ${values}::text[]) AS given (system, value)
          JOIN customer_external_id e ON e.system = given.system AND e.value = given.value AND e.is_live
      )) AND id <> ALL (${[...locked]}::text[]) AND deleted_at IS NULL AND erased_at IS NULL
    ${lockedInIdOrder}`;
}

/** The ids of the customers that have unique values. */
export interface ValueOwners {
  /** By {@link emailKey}. */
  readonly emailOwners: ReadonlyMap<string, string>;
  /** By `externalIdKey`. */
  readonly externalIdOwners: ReadonlyMap<string, string>;
}

/**
 * Finds the customers with these emails and external ids that are not deleted. One statement reads both. Two statements could
 * see a concurrent creation half: the external id of the new customer, but not its email.
 */
export async function findValueOwners(
  tx: Tx,
  emails: readonly string[],
  externalIds: readonly ExternalId[],
): Promise<ValueOwners> {
  const storable = externalIds.filter(({ system, value }) => isStorableText(system) && isStorableText(value));
  const rows = await tx.$queryRaw<(ExternalId & { id: string; hasAccount: boolean | null })[]>`
    SELECT id, has_account AS "hasAccount", '' AS system, email AS value
    FROM customer WHERE email = ANY (${emails.filter(isStorableText)}::text[]) AND deleted_at IS NULL
    UNION ALL
    SELECT e.customer_id, NULL, e.system, e.value
    FROM unnest(${storable.map(({ system }) => system)}::text[], ${storable.map(({ value }) => value)}::text[])
        AS given (system, value)
      JOIN customer_external_id e ON e.system = given.system AND e.value = given.value AND e.is_live`;
  const emailOwners = new Map<string, string>();
  const externalIdOwners = new Map<string, string>();
  for (const row of rows) {
    if (row.hasAccount === null) externalIdOwners.set(externalIdKey(row), row.id);
    else emailOwners.set(emailKey(row.value, row.hasAccount), row.id);
  }
  return { emailOwners, externalIdOwners };
}

/** Returns the addresses of each customer that are not deleted, in the order of their ids. */
export async function readAddressBooks(tx: Tx, customerIds: readonly string[]): Promise<Map<string, AddressRow[]>> {
  const books = new Map<string, AddressRow[]>();
  if (customerIds.length === 0) return books;
  const addresses = await tx.$queryRaw<AddressRow[]>`
    SELECT ${selectList("a", addressColumns)} FROM customer_address a
    WHERE a.customer_id = ANY (${[...customerIds]}::text[]) AND a.deleted_at IS NULL ORDER BY a.id`;
  for (const address of addresses) {
    const book = books.get(address.customerId);
    if (book === undefined) books.set(address.customerId, [address]);
    else book.push(address);
  }
  return books;
}
