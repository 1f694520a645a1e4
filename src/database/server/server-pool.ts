import type { EventEmitter } from "node:events";
import type { Duplex } from "node:stream";
import pg from "pg";
import { ignoreConnectionErrors } from "../errors/connection-errors.js";

const DEFAULT_POOL_SIZE = 10;
const DEFAULT_TIME_LIMIT_MS = 15_000;
const CONNECTION_TIMEOUT_MS = 10_000;
/** The server ends a statement before this timeout. Without an answer, the connection is lost. */
const RESPONSE_GRACE_PERIOD_MS = 2_000;
const KEEP_ALIVE_AFTER_MS = 10_000;
const IDLE_IN_TRANSACTION_TIMEOUT_MS = 30_000;

// Frequently read pages are in memory, where random access costs as much as sequential access. JIT compilation pays off only
// for reports.
const PLANNER_OPTIONS = "-c random_page_cost=1.1 -c jit=off";
// The Prisma adapter reads the digits of a timestamp and ignores its offset. A time zone other than UTC would shift every
// date.
const SESSION_OPTIONS = "-c TimeZone=UTC -c DateStyle=ISO";

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
  { poolSize = DEFAULT_POOL_SIZE, timeLimitMs = DEFAULT_TIME_LIMIT_MS }: ServerPoolOptions = {},
): pg.Pool {
  const url = parseUrl(databaseUrl);
  // Parameters of the URL override the settings below, so the options are joined.
  const options = [SESSION_OPTIONS, PLANNER_OPTIONS, url.searchParams.get("options")].filter(Boolean).join(" ");
  url.searchParams.delete("options");
  const pool = new pg.Pool({
    Client: ServerClient,
    connectionString: url.href,
    options,
    max: poolSize,
    connectionTimeoutMillis: Math.min(timeLimitMs, CONNECTION_TIMEOUT_MS),
    statement_timeout: timeLimitMs,
    query_timeout: timeLimitMs + RESPONSE_GRACE_PERIOD_MS,
    idle_in_transaction_session_timeout: IDLE_IN_TRANSACTION_TIMEOUT_MS,
    keepAlive: true,
    keepAliveInitialDelayMillis: KEEP_ALIVE_AFTER_MS,
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

/** Removes the client-side timeout of answers. */
export function disableQueryTimeout(client: pg.ClientBase): void {
  const { connectionParameters } = client as unknown as { connectionParameters: { query_timeout: number } };
  connectionParameters.query_timeout = 0;
}

function parseUrl(databaseUrl: string): URL {
  if (!/^postgres(ql)?:/.test(databaseUrl) || !URL.canParse(databaseUrl)) {
    throw new Error("DATABASE_URL must be of the form postgres://user:password@host:port/database.");
  }
  return new URL(databaseUrl);
}
