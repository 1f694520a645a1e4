import type { Database } from "../database.js";
import { openEmbeddedSnapshot } from "./embedded-snapshot.js";
import { openServerSnapshot } from "./server-snapshot.js";
import type { Snapshot, SnapshotQuery } from "./snapshot.js";

/**
 * Opens a snapshot, to read any number of rows in batches with constant memory.
 *
 * On a server, a transaction (REPEATABLE READ) on its own connection has the snapshot, and a cursor reads it. The embedded database
 * has only one session, which other requests need in between. There the rows are copied to a temporary table first.
 */
export function openSnapshot<Summary extends object>(
  { kind, pool }: Pick<Database, "kind" | "pool">,
  query: SnapshotQuery,
): Promise<Snapshot<Summary>> {
  return kind === "server" ? openServerSnapshot<Summary>(pool, query) : openEmbeddedSnapshot<Summary>(pool, query);
}
