import type { Pool, PoolClient } from "pg";
import { cancelQuery } from "./cancel-query.js";

/** The connections of a pool, by the ids of their server processes. */
export class ConnectionsByProcessId {
  readonly #connections = new Map<number, PoolClient>();
  readonly #isServer: boolean;

  constructor(pool: Pool, kind: "embedded" | "server") {
    this.#isServer = kind === "server";
    if (!this.#isServer) return;
    pool.on("connect", (client) => this.#connections.set(processIdOf(client), client));
    pool.on("remove", (client) => {
      if (this.#connections.get(processIdOf(client)) === client) this.#connections.delete(processIdOf(client));
    });
  }

  /**
   * Returns the connection of a server process. Returns undefined for the embedded database, and behind a connection pooler,
   * because a pooler reports other process ids.
   */
  connectionOf(processId: number): PoolClient | undefined {
    return this.#connections.get(processId);
  }

  /**
   * Cancels the running statement of a connection. The embedded database cannot cancel statements: each one blocks the
   * process until it ends.
   */
  async cancel(client: PoolClient, ended: Promise<void>): Promise<void> {
    if (this.#isServer) await cancelQuery(client, ended);
  }
}

function processIdOf(client: PoolClient): number {
  return (client as unknown as { processID: number }).processID;
}
