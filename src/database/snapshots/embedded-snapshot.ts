import type { Pool, PoolClient } from "pg";
import { isMissingTable } from "../errors/errors.js";
import { Prisma } from "../generated/client.js";
import { type Snapshot, SnapshotLost, type SnapshotQuery } from "./snapshot.js";

let lastNumber = 0;

/** Copies the rows to a temporary table in one transaction. Requests wait for this transaction only. */
export async function openEmbeddedSnapshot<Summary extends object>(
  pool: Pool,
  query: SnapshotQuery,
): Promise<Snapshot<Summary>> {
  lastNumber += 1;
  const table = `snapshot_${lastNumber}`;
  const summary = await withClient(pool, (client) => copyRows<Summary>(client, table, query));
  let lastId = "";
  return {
    summary,
    next: async (maxRows) => {
      const text = `SELECT id, "row" FROM ${table} WHERE id > $1 ORDER BY id LIMIT $2`;
      try {
        const { rows } = await pool.query<{ id: string; row: string }>(text, [lastId, maxRows]);
        lastId = rows.at(-1)?.id ?? lastId;
        return rows.map(({ row }) => row);
      } catch (error) {
        // The error of another statement has reset the session.
        throw isMissingTable(error)
          ? new SnapshotLost("The session of the snapshot was reset.", { cause: error })
          : error;
      }
    },
    close: async () => void (await pool.query(`DROP TABLE IF EXISTS ${table}`)),
  };
}

async function copyRows<Summary extends object>(
  client: PoolClient,
  table: string,
  { summary, rows }: SnapshotQuery,
): Promise<Summary> {
  await client.query("BEGIN ISOLATION LEVEL REPEATABLE READ");
  const [found] = (await client.query<Summary>(summary.text, summary.values)).rows;
  if (found === undefined) throw new Error("The summary of a snapshot has no row.");
  await client.query(`CREATE TEMP TABLE ${table} (id text COLLATE "C" PRIMARY KEY, "row" text NOT NULL)`);
  const copy = Prisma.sql`INSERT INTO ${Prisma.raw(table)} SELECT r.id, r.row FROM (${rows}) r`;
  await client.query(copy.text, copy.values);
  await client.query("COMMIT");
  return found;
}

/** After an error the client is dropped, which resets the session. */
async function withClient<T>(pool: Pool, work: (client: PoolClient) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  try {
    const result = await work(client);
    client.release();
    return result;
  } catch (error) {
    client.release(true);
    throw error;
  }
}
