import type { Pool } from "pg";
import { type Deadline, TimeIsUp } from "../cancellation/deadline.js";
import { type SentStatement, send } from "./sent-statement.js";

/** The rows of a statement, which is cancelled when its time is up; without a deadline it may take as long as it likes. */
export async function queryUntil<Row>(
  deadline: Deadline | undefined,
  pool: Pool,
  statement: SentStatement,
): Promise<Row[]> {
  deadline?.check();
  const client = await pool.connect();
  if (deadline?.isOver) {
    client.release();
    throw new TimeIsUp();
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
