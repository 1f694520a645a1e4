import type { Pool } from "pg";

/**
 * Prevents the end of the process when a connection of the pool breaks: an 'error' event without a listener ends it. Running
 * statements fail with their own errors. The pool's event still reports a connection that breaks while idle.
 */
export function ignoreConnectionErrors(pool: Pool): void {
  pool.on("connect", (client) => client.on("error", () => {}));
}
