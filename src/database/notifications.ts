import pg from "pg";

/** Notifications of the database, until they are stopped. */
export interface Notifications {
  stop(): void;
}

const tryAgainAfterMs = 1_000;
/** The lock that all who listen hold together; see the function `is_followed` in the migrations. */
const listenersLock = "109299962373989";

/**
 * Listens to a channel (LISTEN) on a connection of its own and, when that breaks, on another.
 * @param onNotification is also called for each new connection: notifications may have been missed before.
 * @param onError is told when a connection breaks or cannot be had.
 */
export function listenFor(
  pool: pg.Pool,
  channel: string,
  onNotification: () => void,
  onError: (error: unknown) => void,
): Notifications {
  let client: pg.Client | undefined;
  let again: NodeJS.Timeout | undefined;

  async function listen(): Promise<void> {
    // None of the pool's, which may have no more than one.
    const connection = new pg.Client(pool.options);
    client = connection;
    connection.on("notification", onNotification);
    connection.on("error", (error) => fail(connection, error));
    // A server that is shut down in an orderly way ends connections without an error.
    connection.on("end", () => fail(connection, new Error("The connection that listens has ended.")));
    try {
      await connection.connect();
      // Tells the triggers that somebody listens, and is given back by the end of the connection.
      await connection.query("SELECT pg_advisory_lock_shared($1)", [listenersLock]);
      await connection.query(`LISTEN ${channel}`);
      if (connection === client) onNotification();
    } catch (error) {
      fail(connection, error);
    }
  }

  function fail(connection: pg.Client, error: unknown): void {
    if (connection !== client) return;
    releaseConnection();
    onError(error);
    again = setTimeout(listen, tryAgainAfterMs).unref();
  }

  function releaseConnection(): void {
    client?.removeListener("notification", onNotification);
    // What else befalls a connection that is being closed is nobody's business.
    client?.end().catch(() => {});
    client = undefined;
  }

  listen();
  return {
    stop: () => {
      clearTimeout(again);
      releaseConnection();
    },
  };
}
