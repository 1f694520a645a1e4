import type { PGlite } from "@electric-sql/pglite";
import { createPgConfig } from "@electric-sql/pglite/node-postgres";
import pg from "pg";
import { ignoreConnectionErrors } from "../errors/connection-errors.js";

const connectionTimeoutMs = 10_000;

/**
 * Creates a pg pool on PGlite, so that the code above it is the same as for a server. PGlite has one session, so the pool has
 * one client. Ending the pool does not close PGlite.
 *
 * @param current returns the instance for the next client. The instance may still be starting.
 * @param explain adds the reason to the error of an instance that does not start.
 */
export function createEmbeddedPool(
  current: () => PGlite,
  explain: (error: unknown) => unknown = (error) => error,
): pg.Pool {
  class EmbeddedClient extends pg.Client {
    constructor(config?: pg.ClientConfig) {
      const settings = { ...config, connection: createConnection(current(), explain) };
      super(settings);
    }
  }
  const pool = new pg.Pool({
    Client: EmbeddedClient,
    max: 1,
    idleTimeoutMillis: 0,
    connectionTimeoutMillis: connectionTimeoutMs,
    onConnect: resetSession,
  });
  // An 'error' event without a listener ends the process. If an idle client broke, the next query reports the error.
  pool.on("error", () => {});
  ignoreConnectionErrors(pool);
  return pool;
}

function createConnection(pglite: PGlite, explain: (error: unknown) => unknown) {
  const { connection } = createPgConfig(pglite);
  // pg passes its result parsers as `types`. PGlite expects the types of the parameters there.
  const parse = connection.parse.bind(connection);
  connection.parse = (query) => parse({ ...query, types: undefined });
  // pg does not handle this promise. Without a handler, an instance that does not start would be an unhandled rejection.
  const connect = connection.connect.bind(connection);
  connection.connect = (port, host) =>
    connect(port, host).catch((error) => void connection.emit("error", explain(error)));
  // `end` removes all listeners. An error of a late message would then have no listener and end the process.
  const end = connection.end.bind(connection);
  connection.end = () => {
    end();
    connection.on("error", () => {});
  };
  return connection;
}

// pg drops a client after a failed query and creates a new one, which is a new session on a server. PGlite keeps its session,
// so the open transaction, settings and prepared statements must be reset.
async function resetSession(client: pg.ClientBase): Promise<void> {
  await client.query("ROLLBACK");
  await client.query("DISCARD ALL");
}
