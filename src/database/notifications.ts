import pg from "pg";

/** A subscription to notifications of the database. */
export interface Notifications {
  stop(): void;
}

/** The receiver of notifications. */
export interface Listener {
  /** Is also called for each new connection, without a payload, because notifications may have been missed. */
  onNotification(payload?: string): void;
  /** Is called if a connection breaks or cannot be opened. */
  onError(error: unknown): void;
}

type Channel = "change" | "job";

const retryDelayMs = 1_000;
/**
 * The locks that all listeners of a channel hold as a shared lock. Only changes have one: see the function `is_followed` in the
 * migrations.
 */
const listenersLocks: Partial<Record<Channel, string>> = { change: "109299962373989" };

/** Listens to a channel (LISTEN) on its own connection. If the connection breaks, it opens a new one. */
export function listenFor(pool: pg.Pool, channel: Channel, listener: Listener): Notifications {
  const listenersLock = listenersLocks[channel];
  let client: pg.Client | undefined;
  let retryTimer: NodeJS.Timeout | undefined;

  const onNotification = ({ payload }: pg.Notification) => listener.onNotification(payload);

  async function listen(): Promise<void> {
    // The pool may have only one connection, so this opens another.
    const connection = new pg.Client(pool.options);
    client = connection;
    connection.on("notification", onNotification);
    connection.on("error", (error) => fail(connection, error));
    // A server that shuts down ends connections without an error.
    connection.on("end", () => fail(connection, new Error("The connection that listens has ended.")));
    try {
      await connection.connect();
      // The lock shows the triggers that there is a listener. The end of the connection releases it.
      if (listenersLock !== undefined) await connection.query("SELECT pg_advisory_lock_shared($1)", [listenersLock]);
      await connection.query(`LISTEN ${channel}`);
      if (connection === client) listener.onNotification();
    } catch (error) {
      fail(connection, error);
    }
  }

  function fail(connection: pg.Client, error: unknown): void {
    if (connection !== client) return;
    closeConnection();
    listener.onError(error);
    retryTimer = setTimeout(listen, retryDelayMs).unref();
  }

  function closeConnection(): void {
    client?.removeListener("notification", onNotification);
    // Later errors of a closing connection do not matter.
    client?.end().catch(() => {});
    client = undefined;
  }

  listen();
  return {
    stop: () => {
      clearTimeout(retryTimer);
      closeConnection();
    },
  };
}
