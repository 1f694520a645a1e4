import type { ClientBase } from "pg";
import { type TargetTable, targets } from "../plan/target-tables.js";
import type { RowsName } from "../source/source-rows.js";
import { writeMovingRows } from "./moving-values.js";
import { inBatch } from "./write-batch.js";
import {
  deleteAddressesOf,
  removeVanishedMemberships,
  removeVanishedPasswords,
  writeAddresses,
  writeCustomers,
  writeMemberships,
  writeMovingCustomers,
} from "./write-people.js";
import { deleteVanished, insertRows, noteRows, type Range, updateRows } from "./write-rows.js";

const rowsPerBatch = 1_000;

/** Called while rows are written. Throws to stop after a batch. */
export type OnWrite = (rows: RowsName, done: number, total: number) => void;

/** Writes what the plan says, in batches. Each batch is a transaction, so an interrupted import can be run again. */
export async function writeImport(client: ClientBase, onWrite: OnWrite): Promise<void> {
  await client.query("RESET enable_nestloop");
  await writeRegions(client);
  await inBatch(client, () => deleteVanished(client, targets.CustomerGroup));
  await inBatch(client, () => writeMovingRows(client, targets.CustomerGroup, "name"));
  await writeBatches(client, "groups", targets.CustomerGroup, onWrite);
  await inBatch(client, async () => {
    await deleteAddressesOf(client, "SELECT id FROM medusa_vanished WHERE kind = $1", ["Customer"]);
    await deleteVanished(client, targets.Customer);
  });
  await inBatch(client, () => writeMovingCustomers(client));
  await writeBatches(client, "customers", targets.Customer, onWrite, (range) => writeCustomers(client, range));
  await inBatch(client, () => removeVanishedPasswords(client));
  await inBatch(client, () => deleteVanished(client, targets.Address));
  await writeBatches(client, "addresses", targets.Address, onWrite, (range) => writeAddresses(client, range));
  await writeAllMemberships(client, onWrite);
  await inBatch(client, () => deleteVanished(client, targets.PriceList));
  await inBatch(client, () => closeRefusedPriceLists(client));
  await writeBatches(client, "price lists", targets.PriceList, onWrite);
  await writeBatches(client, "orders", targets.Order, onWrite);
}

/** Writes the regions in one transaction. A region that loses countries is written before the one that gets them. */
async function writeRegions(client: ClientBase): Promise<void> {
  const all = { from: 0, to: 2 ** 31 - 1 };
  await inBatch(client, async () => {
    await deleteVanished(client, targets.Region);
    await writeMovingRows(client, targets.Region, "name");
    const kept =
      "ARRAY(SELECT code FROM unnest(t.country_codes) AS code WHERE code = ANY (s.country_codes) ORDER BY code)";
    const values = { country_codes: kept };
    await updateRows(client, targets.Region, all, { more: `t.country_codes <> ${kept}`, values });
    await updateRows(client, targets.Region, all);
    await insertRows(client, targets.Region, all);
    await noteRows(client, targets.Region, all);
  });
}

async function writeBatches(
  client: ClientBase,
  rows: RowsName,
  target: TargetTable,
  onWrite: OnWrite,
  write: (range: Range) => Promise<void> = (range) => writeRows(client, target, range),
): Promise<void> {
  await writeRanges(client, { rows, table: target.staging, condition: batchCondition(target) }, onWrite, write);
}

/** A batch is written if one of its rows is, or is not noted yet. */
function batchCondition({ kind, staging }: TargetTable): string {
  const logins =
    kind === "Customer"
      ? "OR EXISTS (SELECT FROM medusa_login l WHERE l.target_id = s.target_id AND l.outcome IN ('created', 'updated'))"
      : "";
  return `FROM ${staging} s WHERE s.outcome IN ('created', 'updated') ${logins} OR (s.outcome = 'unchanged' AND NOT EXISTS (
    SELECT FROM medusa_row m WHERE m.kind = '${kind}' AND m.medusa_id_hash = s.medusa_hash))`;
}

async function writeRows(client: ClientBase, target: TargetTable, range: Range): Promise<void> {
  await insertRows(client, target, range);
  await updateRows(client, target, range);
  await noteRows(client, target, range);
}

async function writeRanges(
  client: ClientBase,
  { rows, table, condition }: { rows: RowsName; table: string; condition: string },
  onWrite: OnWrite,
  write: (range: Range) => Promise<void>,
): Promise<void> {
  await client.query(`ANALYZE ${table}`);
  const { rows: batches } = await client.query<{ batch: number }>(
    `SELECT DISTINCT s.seq / ${rowsPerBatch} AS batch ${condition} ORDER BY batch`,
  );
  for (const [index, { batch }] of batches.entries()) {
    const range = { from: batch * rowsPerBatch, to: (batch + 1) * rowsPerBatch };
    await inBatch(client, () => write(range));
    onWrite(rows, index + 1, batches.length);
  }
}

async function writeAllMemberships(client: ClientBase, onWrite: OnWrite): Promise<void> {
  while ((await inBatch(client, () => removeVanishedMemberships(client))) > 0);
  const condition = `FROM medusa_member s WHERE s.outcome = 'created' OR (s.outcome = 'unchanged' AND NOT EXISTS (
    SELECT FROM medusa_membership x WHERE x.group_id = s.group_id AND x.customer_id = s.customer_id))`;
  await writeRanges(client, { rows: "memberships", table: "medusa_member", condition }, onWrite, (range) =>
    writeMemberships(client, range),
  );
}

/** A price list that is here and is refused now may apply to more people than in Medusa. So it becomes a draft. */
async function closeRefusedPriceLists(client: ClientBase): Promise<void> {
  await client.query(
    `UPDATE price_list t SET status = 'DRAFT', version = t.version + 1, updated_at = now() FROM medusa_price_list s
     WHERE t.id = s.target_id AND s.problem IS NOT NULL AND t.status = 'ACTIVE' AND t.deleted_at IS NULL`,
  );
}
