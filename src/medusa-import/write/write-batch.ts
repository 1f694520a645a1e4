import { setTimeout } from "node:timers/promises";
import type { ClientBase } from "pg";
import { isRetryable, isUniqueViolation } from "../../database/errors/errors.js";
import { actorJson } from "../../database/transactions/actor.js";

const maxAttempts = 5;
const pauseMs = 50;

/** The author of the changes of an import in history. */
const actor = actorJson({ type: "SYSTEM", id: "medusa import" }, undefined);

/**
 * Runs `work` in a transaction. After a conflict with a concurrent transaction of the server it runs again, at most five times.
 * The rows that it writes are those that the plan names and that still differ.
 */
export async function inBatch<T>(client: ClientBase, work: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      await client.query("BEGIN");
      await client.query("SELECT set_config('shop.actor', $1, true)", [actor]);
      const result = await work();
      await client.query("COMMIT");
      return result;
    } catch (error) {
      // A broken connection cannot roll back. The server does it.
      await client.query("ROLLBACK").catch(() => {});
      if (attempt === maxAttempts || !(isRetryable(error) || isUniqueViolation(error))) throw error;
      await setTimeout(pauseMs * attempt);
    }
  }
}
