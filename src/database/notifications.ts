import type { Pool, PoolClient } from "pg";

/** Notifications of the database, until they are stopped. */
export interface Notifications {
  stop(): void;
}

const tryAgainAfterMs = 1_000;

/**
 * Listens to a channel (LISTEN) on a connection of its own and, when that breaks, on another.
 * @param onNotification is also called for each new connection: notifications may have been missed before.
 * @param onError is told when a connection breaks or cannot be had.
 */
export function listenFor(
  pool: Pool,
  channel: string,
  onNotification: () => void,
  onError: (error: unknown) => void,
): Notifications {
  let isStopped = false;
  let client: PoolClient | undefined;
  let again: NodeJS.Timeout | undefined;

  async function listen(): Promise<void> {
    try {
      const connection = await pool.connect();
      if (isStopped) return connection.release();
      client = connection;
      connection.on("notification", onNotification);
      connection.on("error", (error) => fail(connection, error));
      await connection.query(`LISTEN ${channel}`);
      onNotification();
    } catch (error) {
      fail(client, error);
    }
  }

  function fail(connection: PoolClient | undefined, error: unknown): void {
    if (isStopped || (connection !== undefined && connection !== client)) return;
    letGo();
    onError(error);
    again = setTimeout(listen, tryAgainAfterMs).unref();
  }

  /** Closes the connection: it listens, which nobody else wants it to. */
  function letGo(): void {
    client?.removeAllListeners("notification");
    client?.release(true);
    client = undefined;
  }

  listen();
  return {
    stop: () => {
      isStopped = true;
      clearTimeout(again);
      letGo();
    },
  };
}
