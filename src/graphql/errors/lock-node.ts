import type { Timestamp } from "../../database/sql/timestamp.js";
import { lockRow, type Table } from "../../database/transactions/lock-row.js";
import type { Tx } from "../../database/transactions/transaction.js";
import type { NodeKind } from "../node/ids.js";
import { checkId } from "./check-row.js";
import type { Path, UserErrorCollector } from "./user-error-collector.js";

/** The table of a kind of objects. */
export interface NodeTable<Row> extends Table<Row> {
  readonly kind: NodeKind;
}

interface LockableRow {
  readonly id: string;
  readonly deletedAt?: Timestamp | null;
}

/**
 * Reads a row by its id and locks it, so that no other transaction changes it until this one ends.
 * @returns null if the row does not exist. It then adds NOT_FOUND or INVALID_ID to the user errors. The same applies to a deleted
 * row, unless `includeDeleted` is true.
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
