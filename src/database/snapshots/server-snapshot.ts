import pg from "pg";
import { Prisma } from "../generated/client.js";
import { disableTimeLimits } from "../server/server-pool.js";
import type { Snapshot, SnapshotQuery } from "./snapshot.js";

/** Opens a snapshot on its own connection, because it lasts longer than a connection of the pool may be held. */
export async function openServerSnapshot<Summary extends object>(
  pool: pg.Pool,
  { summary, rows }: SnapshotQuery,
): Promise<Snapshot<Summary>> {
  const client = new pg.Client(pool.options);
  // Without a listener, a connection that breaks between two reads would end the process. The next read fails.
  client.on("error", () => {});
  const close = () => client.end();
  try {
    await client.connect();
    await disableTimeLimits(client);
    await client.query("SET idle_in_transaction_session_timeout = 0");
    // All rows are read. By default the plan of a cursor is that of a tenth of them.
    await client.query("SET cursor_tuple_fraction = 1");
    await client.query("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
    const [found] = (await client.query<Summary>(summary.text, summary.values)).rows;
    if (found === undefined) throw new Error("The summary of a snapshot has no row.");
    const declare = Prisma.sql`DECLARE snapshot NO SCROLL CURSOR FOR SELECT r.row FROM (${rows}) r ORDER BY r.id`;
    await client.query(declare.text, declare.values);
    const next = async (maxRows: number) => {
      const batch = await client.query<{ row: string }>(`FETCH ${Math.trunc(maxRows)} FROM snapshot`);
      return batch.rows.map(({ row }) => row);
    };
    return { summary: found, next, close };
  } catch (error) {
    await close();
    throw error;
  }
}
