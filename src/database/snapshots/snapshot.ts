import type { Sql } from "../sql/sql.js";

/** The rows of one moment, in the order of their ids. Later writes do not change them. */
export interface Snapshot<Summary> {
  readonly summary: Summary;
  /** Reads the next rows, at most this number. An empty list is the end. */
  next(maxRows: number): Promise<string[]>;
  close(): Promise<void>;
}

/** The statements of a snapshot. Both see the same moment. */
export interface SnapshotQuery {
  /** A SELECT of one row. */
  readonly summary: Sql;
  /** A SELECT of the columns `id` and `row`, which is a text. */
  readonly rows: Sql;
}

/** A snapshot cannot be read on, because its session was lost. A new one can be opened. */
export class SnapshotLost extends Error {
  override name = "SnapshotLost";
}
