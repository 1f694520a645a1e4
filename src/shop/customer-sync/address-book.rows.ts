import { Prisma } from "../../database/generated/client.js";
import type { Tx } from "../../database/transactions/transaction.js";
import { addressColumns } from "../address/address.list.js";
import { addressTexts, defaultRoles } from "../address/new-address.js";
import type { AddressBookPlan, AddressUpdate } from "./address-book.plan.js";
import { metadataArrays } from "./upsert-write.rows.js";

const changeable = [...addressTexts, ...defaultRoles];
const assignments = Prisma.raw(
  changeable.map((name) => `${addressColumns[name]} = n.${addressColumns[name]}`).join(", "),
);

/**
 * Deletes and updates addresses. At each time a customer has at most one default address of a role, as the unique indexes
 * require: the present default addresses are unset before others are set.
 */
export async function writeAddressBooks(tx: Tx, books: readonly AddressBookPlan[], now: Date): Promise<void> {
  await deleteAddresses(
    tx,
    books.flatMap(({ deleted }) => deleted),
    now,
  );
  const updates = books.flatMap(({ updated }) => updated);
  const isSet = (update: AddressUpdate) => defaultRoles.some((role) => update.changes[role] === true);
  const isUnset = (update: AddressUpdate) => defaultRoles.some((role) => update.changes[role] === false);
  const swapped = updates.filter((update) => isSet(update) && isUnset(update));
  await updateAddresses(tx, [...updates.filter((update) => !isSet(update)), ...swapped.map(onlyUnset)], now);
  await updateAddresses(tx, updates.filter(isSet), now);
}

/** The part of an update that unsets defaults. */
function onlyUnset({ before, changes }: AddressUpdate): AddressUpdate {
  const unset = defaultRoles.filter((role) => changes[role] === false).map((role) => [role, false]);
  return { before, changes: Object.fromEntries(unset), metadata: undefined };
}

async function deleteAddresses(tx: Tx, ids: readonly string[], now: Date): Promise<void> {
  if (ids.length === 0) return;
  await tx.$executeRaw`
    UPDATE customer_address SET deleted_at = ${now}, updated_at = ${now}, version = version + 1
    WHERE id = ANY (${[...ids]}::text[])`;
}

async function updateAddresses(tx: Tx, updates: readonly AddressUpdate[], now: Date): Promise<void> {
  if (updates.length === 0) return;
  const rows = updates.map(({ before, changes }) => {
    const after = { ...before, ...changes };
    return {
      id: after.id,
      ...Object.fromEntries(changeable.map((name) => [addressColumns[name], after[name]])),
    };
  });
  const [ids, texts] = metadataArrays(updates);
  await tx.$executeRaw`
    UPDATE customer_address a
    SET ${assignments}, metadata = CASE WHEN m.id IS NULL THEN a.metadata ELSE m.metadata::jsonb END,
      version = a.version + 1, updated_at = ${now}
    FROM jsonb_populate_recordset(NULL::customer_address, ${JSON.stringify(rows)}::jsonb) AS n
      LEFT JOIN unnest(${ids}::text[], ${texts}::text[]) AS m (id, metadata) ON m.id = n.id
    WHERE a.id = n.id`;
}
