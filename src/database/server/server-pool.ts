import type { EventEmitter } from "node:events";
import type { Duplex } from "node:stream";
import pg from "pg";
import { ignoreConnectionErrors } from "../errors/connection-errors.js";

const defaultPoolSize = 10;
const defaultTimeLimitMs = 15_000;
const connectionTimeoutMs = 10_000;
/** The server ends a statement before this timeout. If the server does not respond, the connection is lost. */
const responseGracePeriodMs = 2_000;
const keepAliveAfterMs = 10_000;
const idleInTransactionTimeoutMs = 30_000;

// Frequently read pages are in memory, where random access costs as much as sequential access. JIT compilation pays off only
// for reports.
const plannerOptions = "-c random_page_cost=1.1 -c jit=off";
// The Prisma adapter reads the digits of a timestamp and ignores its offset. A time zone other than UTC would shift every
// date.
const sessionOptions = "-c TimeZone=UTC -c DateStyle=ISO";

/** The size of a pool, and the time limit of statements. */
export interface ServerPoolOptions {
  readonly poolSize?: number | undefined;
  readonly timeLimitMs?: number | undefined;
}

/**
 * A client that closes its connection at the first error. pg keeps the connection open after errors that pg itself finds,
 * such as a missing password. The server would then wait a minute for the client, and so would the process.
 */
class ServerClient extends pg.Client {
  constructor(config?: pg.ClientConfig) {
    super(config);
    const { connection } = this as unknown as { connection: EventEmitter & { stream: Duplex } };
    connection.on("error", () => connection.stream.destroy());
  }
}

/**
 * Creates the pool of connections to a PostgreSQL server, without connecting. The caller must listen to its 'error' events,
 * which report connections that break while idle.
 *
 * @throws if `databaseUrl` is not a postgres:// URL. The message does not contain the URL, because it contains a password.
 */
export function createServerPool(
  databaseUrl: string,
  { poolSize = defaultPoolSize, timeLimitMs = defaultTimeLimitMs }: ServerPoolOptions = {},
): pg.Pool {
  const url = parseUrl(databaseUrl);
  // Parameters of the URL override the settings below, so the options are joined.
  const options = [sessionOptions, plannerOptions, url.searchParams.get("options")].filter(Boolean).join(" ");
  url.searchParams.delete("options");
  const pool = new pg.Pool({
    Client: ServerClient,
    connectionString: url.href,
    options,
    max: poolSize,
    connectionTimeoutMillis: Math.min(timeLimitMs, connectionTimeoutMs),
    statement_timeout: timeLimitMs,
    query_timeout: timeLimitMs + responseGracePeriodMs,
    idle_in_transaction_session_timeout: idleInTransactionTimeoutMs,
    keepAlive: true,
    keepAliveInitialDelayMillis: keepAliveAfterMs,
    // Has no effect on statements sent one by one, as Prisma does (pipeline.ts).
    pipeline: true,
    application_name: "shop-customers-graphql",
  });
  ignoreConnectionErrors(pool);
  return pool;
}

/** Removes the time limits of a connection for work outside requests. Do not return the connection to the pool. */
export async function disableTimeLimits(client: pg.ClientBase): Promise<void> {
  disableQueryTimeout(client);
  await client.query("SET statement_timeout = 0");
}

/** Removes the client-side timeout of responses. */
export function disableQueryTimeout(client: pg.ClientBase): void {
  const { connectionParameters } = client as unknown as { connectionParameters: { query_timeout: number } };
  connectionParameters.query_timeout = 0;
}

function parseUrl(databaseUrl: string): URL {
  try {
    const url = new URL(databaseUrl);
    if (/^postgres(ql)?:$/.test(url.protocol)) return url;
  } catch {
    // The error of the parser contains the password.
  }
  throw new Error("DATABASE_URL must be of the form postgres://user:password@host:port/database.");
}
