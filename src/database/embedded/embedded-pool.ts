import type { PGlite } from "@electric-sql/pglite";
import { createPgConfig } from "@electric-sql/pglite/node-postgres";
import pg from "pg";
import { ignoreConnectionErrors } from "../errors/connection-errors.js";

const CONNECTION_TIMEOUT_MS = 10_000;

/**
 * Makes a pg pool that runs on PGlite, so that all code above it is the same as with a server. PGlite has one session,
 * hence one client at a time. Ending the pool leaves PGlite open.
 *
 * @param current gives the instance for the next client; it need not be ready yet.
 * @param explain makes an error of an instance that does not become ready one that says why.
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
    connectionTimeoutMillis: CONNECTION_TIMEOUT_MS,
    onConnect: startFreshSession,
  });
  // An 'error' event nobody listens to ends the process. Whatever broke the idle client, the next query will tell.
  pool.on("error", () => {});
  ignoreConnectionErrors(pool);
  return pool;
}

function createConnection(pglite: PGlite, explain: (error: unknown) => unknown) {
  const { connection } = createPgConfig(pglite);
  // pg passes its result parsers as `types`, PGlite expects the types of the parameters there.
  const parse = connection.parse.bind(connection);
  connection.parse = (query) => parse({ ...query, types: undefined });
  // pg does not wait for the promise, so an instance that does not start would be an unhandled rejection.
  const connect = connection.connect.bind(connection);
  connection.connect = (port, host) =>
    connect(port, host).catch((error) => void connection.emit("error", explain(error)));
  // Its end takes away all listeners, and the messages still on their way would fail with nobody to hear it.
  const end = connection.end.bind(connection);
  connection.end = () => {
    end();
    connection.on("error", () => {});
  };
  return connection;
}

// pg drops a client after a failed query and makes a new one, which with a server means a new session. Here it is still
// the old one: an open transaction, settings and prepared statements have to be cleared by hand.
async function startFreshSession(client: pg.ClientBase): Promise<void> {
  await client.query("ROLLBACK");
  await client.query("DISCARD ALL");
}
