import type { Timestamp } from "../../database/sql/timestamp.js";
import { lockRow, type Table } from "../../database/transactions/lock-row.js";
import type { Tx } from "../../database/transactions/transaction.js";
import type { NodeKind } from "../node/ids.js";
import { checkId } from "./check-row.js";
import type { Path, UserErrorCollector } from "./user-error-collector.js";

/** A kind of objects, and the table of their rows. */
export interface NodeTable<Row> extends Table<Row> {
  readonly kind: NodeKind;
}

interface LockableRow {
  readonly id: string;
  readonly deletedAt?: Timestamp | null;
}

/**
 * Reads a row that this transaction is about to change, and keeps others from changing it until the transaction ends.
 * Null, with NOT_FOUND or INVALID_ID among the user errors, when there is none or, unless asked for, when it is deleted.
 */
export async function lockNode<Row extends LockableRow>(
  tx: Tx,
  table: NodeTable<Row>,
  id: string,
  path: Path,
  userErrors: UserErrorCollector,
  { includeDeleted = false } = {},
): Promise<Row | null> {
  if (!checkId(table.kind, id, path, userErrors)) return null;
  const row = await lockRow(tx, table, id);
  if (row !== null && (includeDeleted || !row.deletedAt)) return row;
  userErrors.addNotFound(path, [id], table.kind);
  return null;
}
