import type { Pool } from "pg";
import type { Deadline } from "../cancellation/deadline.js";
import { type StatementQuery, send } from "./statement-query.js";

/** Returns the rows of a statement, which is cancelled at its deadline. Without a deadline, there is no time limit. */
export async function queryWithDeadline<Row>(
  deadline: Deadline | undefined,
  pool: Pool,
  statement: StatementQuery,
): Promise<Row[]> {
  deadline?.check();
  const client = await pool.connect();
  if (deadline?.isOver) {
    client.release();
    deadline.exceed();
  }
  const unwatch = deadline?.watch(client);
  let failure: Error | undefined;
  try {
    return await new Promise((resolve, reject) => {
      send(client, statement, (fault, rows = []) => (fault ? reject(fault) : resolve(rows as Row[])));
    });
  } catch (error) {
    failure = error as Error;
    throw error;
  } finally {
    await unwatch?.();
    client.release(failure);
  }
}
