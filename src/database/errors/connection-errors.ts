import type { Pool } from "pg";

/**
 * Keeps the process going when a connection of the pool breaks: an 'error' event that nobody listens to would end it. The
 * statements under way fail by themselves; of a connection that breaks while it is idle, the pool's own event still tells.
 */
export function ignoreConnectionErrors(pool: Pool): void {
  pool.on("connect", (client) => client.on("error", () => {}));
}
