import type { Pool, QueryConfig, QueryResult } from "pg";
import { ignoreConnectionError } from "./connection-errors.js";
import type { Deadline } from "./deadline.js";

/** Sends a statement, which is cancelled when its time is up; without a deadline it may take as long as it likes. */
export async function queryUntil(
  deadline: Deadline | undefined,
  pool: Pool,
  statement: QueryConfig,
): Promise<QueryResult> {
  if (deadline === undefined) return pool.query(statement);
  deadline.check();
  const client = await pool.connect();
  client.on("error", ignoreConnectionError);
  const unwatch = deadline.watch(client);
  let failure: Error | undefined;
  try {
    deadline.check();
    return await client.query(statement);
  } catch (error) {
    failure = error as Error;
    throw error;
  } finally {
    await unwatch();
    client.off("error", ignoreConnectionError);
    client.release(failure);
  }
}
