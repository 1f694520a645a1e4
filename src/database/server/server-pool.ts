import type { EventEmitter } from "node:events";
import type { Duplex } from "node:stream";
import pg from "pg";
import { ignoreConnectionErrors } from "../errors/connection-errors.js";

const DEFAULT_POOL_SIZE = 10;
const DEFAULT_TIME_LIMIT_MS = 15_000;
const CONNECTION_TIMEOUT_MS = 10_000;
/** The server ends a statement before that: when no answer comes, nobody is there any more. */
const SILENCE_AFTER_TIME_LIMIT_MS = 2_000;
const KEEP_ALIVE_AFTER_MS = 10_000;
const IDLE_IN_TRANSACTION_TIMEOUT_MS = 30_000;

// What is read often is in memory, where one page is as near as another; and compiling a statement pays for reports only.
const PLANNER_OPTIONS = "-c random_page_cost=1.1 -c jit=off";
// The adapter between Prisma and pg reads the digits of a timestamp and ignores its offset, so any other time zone of
// the session would shift every date.
const SESSION_OPTIONS = "-c TimeZone=UTC -c DateStyle=ISO";

/** Of what size a pool is, and how long its server may take for a statement. */
export interface ServerPoolOptions {
  readonly poolSize?: number | undefined;
  readonly timeLimitMs?: number | undefined;
}

/**
 * A client that gives up its connection with the first error on it. pg leaves it open where it has found the error itself, such
 * as a password that is missing: the server then waits a minute for the rest, and the process with it.
 */
class ServerClient extends pg.Client {
  constructor(config?: pg.ClientConfig) {
    super(config);
    const { connection } = this as unknown as { connection: EventEmitter & { stream: Duplex } };
    connection.on("error", () => connection.stream.destroy());
  }
}

/**
 * Makes the pool of connections to a PostgreSQL server; nothing connects yet. The caller listens to its 'error' events,
 * which tell that a connection broke while no query was using it.
 *
 * @throws when `databaseUrl` is not a postgres:// URL; the message does not contain it, for it holds a password.
 */
export function createServerPool(
  databaseUrl: string,
  { poolSize = DEFAULT_POOL_SIZE, timeLimitMs = DEFAULT_TIME_LIMIT_MS }: ServerPoolOptions = {},
): pg.Pool {
  const url = parseUrl(databaseUrl);
  // Parameters of the URL win over the settings below, so ours have to join those of the URL.
  const options = [SESSION_OPTIONS, PLANNER_OPTIONS, url.searchParams.get("options")].filter(Boolean).join(" ");
  url.searchParams.delete("options");
  const pool = new pg.Pool({
    Client: ServerClient,
    connectionString: url.href,
    options,
    max: poolSize,
    connectionTimeoutMillis: Math.min(timeLimitMs, CONNECTION_TIMEOUT_MS),
    statement_timeout: timeLimitMs,
    query_timeout: timeLimitMs + SILENCE_AFTER_TIME_LIMIT_MS,
    idle_in_transaction_session_timeout: IDLE_IN_TRANSACTION_TIMEOUT_MS,
    keepAlive: true,
    keepAliveInitialDelayMillis: KEEP_ALIVE_AFTER_MS,
    // Does nothing for statements sent one by one, as Prisma does (pipeline.ts).
    pipeline: true,
    application_name: "shop-customers-graphql",
  });
  ignoreConnectionErrors(pool);
  return pool;
}

/** For work that is no request's. Such a connection is not for the pool again. */
export async function liftTimeLimits(client: pg.ClientBase): Promise<void> {
  waitForAnswers(client);
  await client.query("SET statement_timeout = 0");
}

/** Lets a connection wait for its answers however long the server takes. */
export function waitForAnswers(client: pg.ClientBase): void {
  const { connectionParameters } = client as unknown as { connectionParameters: { query_timeout: number } };
  connectionParameters.query_timeout = 0;
}

function parseUrl(databaseUrl: string): URL {
  if (!/^postgres(ql)?:/.test(databaseUrl) || !URL.canParse(databaseUrl)) {
    throw new Error("DATABASE_URL must be of the form postgres://user:password@host:port/database.");
  }
  return new URL(databaseUrl);
}
