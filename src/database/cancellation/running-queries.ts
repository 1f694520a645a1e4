import type { Pool, PoolClient } from "pg";
import { cancelQuery } from "./cancel-query.js";

/** The connections of a pool, by the processes of the server that are at their other end. */
export class RunningQueries {
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

  /** Undefined in the embedded database, and behind a connection pooler, which gives numbers of its own. */
  connectionOf(processId: number): PoolClient | undefined {
    return this.#connections.get(processId);
  }

  /** Ends what is under way on a connection. In the embedded database nothing can: a statement keeps everybody until it is done. */
  async stop(client: PoolClient, ended: Promise<void>): Promise<void> {
    if (this.#isServer) await cancelQuery(client, ended);
  }
}

function processIdOf(client: PoolClient): number {
  return (client as unknown as { processID: number }).processID;
}
