import { PrismaPg } from "@prisma/adapter-pg";
import type { Pool } from "pg";
import { RunningQueries } from "./cancellation/running-queries.js";
import { openEmbeddedDatabase } from "./embedded/embedded.js";
import { createReader, type PoolReader } from "./fast-reads/reader.js";
import { PrismaClient } from "./generated/client.js";
import { type ConnectionLimitOptions, ConnectionLimits, defaultConnectionLimits } from "./limits/connection-limits.js";
import { Replicas } from "./replicas/replicas.js";
import { createServerPool } from "./server/server-pool.js";

/** An open database: Prisma for transactions, a reader for the rest, and the pool beneath them. */
export interface Database {
  readonly kind: "embedded" | "server";
  readonly prisma: PrismaClient;
  readonly reader: PoolReader;
  /** What queries may be read from instead. */
  readonly replicas?: Replicas | undefined;
  readonly pool: Pool;
  /** The connections kept back for finding callers, logins and health checks; those of `pool` where there are none. */
  readonly reserved: Pick<Database, "pool" | "prisma" | "reader">;
  /** Undefined in the embedded database, which has one connection. */
  readonly connectionLimits: ConnectionLimits | undefined;
  readonly runningQueries: RunningQueries;
  /** Waits for running statements, then gives back all connections, files and locks. */
  close(): Promise<void>;
}

/** How to reach the database. */
export interface DatabaseOptions {
  /** A PostgreSQL server; without it the embedded database in `dataDir` is used. */
  readonly databaseUrl?: string | undefined;
  /** Servers that follow it, for queries. */
  readonly replicaUrls?: readonly string[] | undefined;
  readonly dataDir: string;
  /** Connections to a server; the embedded database always has one. */
  readonly poolSize?: number | undefined;
  /** How many more are kept back (`Database.reserved`); none when left out. */
  readonly reservedConnections?: number | undefined;
  /** How many connections of the pool one caller, and one request, may hold. */
  readonly connectionLimits?: ConnectionLimitOptions | undefined;
  /** How long a server may take for one statement, or a connection for its turn. */
  readonly timeLimitMs?: number | undefined;
  /** Told about steps that take seconds. */
  readonly onProgress?: ((message: string) => void) | undefined;
  /** Told about troubles that no query is there to report, such as an idle connection that breaks. */
  readonly onWarning?: ((message: string, error: unknown) => void) | undefined;
}

/**
 * Opens the database on the server `databaseUrl` names, or else the embedded one in `dataDir`, creating the latter when
 * it is not there yet. Migrations are not applied.
 *
 * A server is not contacted before the first query. Throws when the URL cannot be used, and when the embedded database
 * is in use by another process or does not start.
 */
export async function openDatabase(options: DatabaseOptions): Promise<Database> {
  const { databaseUrl, replicaUrls = [], dataDir, onProgress = () => {}, onWarning = () => {} } = options;
  const { reservedConnections = 0, connectionLimits } = options;
  if (databaseUrl === undefined) {
    return createDatabase({ kind: "embedded", ...(await openEmbeddedDatabase(dataDir, { onProgress, onWarning })) });
  }
  const open = (url: string, poolSize = options.poolSize) => {
    const pool = createServerPool(url, { ...options, poolSize });
    // An 'error' event nobody listens to ends the process.
    return pool.on("error", (error) =>
      onWarning("An idle connection to the database broke; it is replaced when needed.", error),
    );
  };
  const pool = open(databaseUrl);
  const reservedPool = reservedConnections > 0 ? open(databaseUrl, reservedConnections) : undefined;
  const replicaPools = replicaUrls.map((url) => open(url));
  const replicas = replicaPools.length > 0 ? new Replicas(pool, replicaPools, onWarning) : undefined;
  const close = async () => {
    await replicas?.close();
    await reservedPool?.end();
    await pool.end();
  };
  return createDatabase({ kind: "server", pool, reservedPool, connectionLimits, replicas, close });
}

/** The pools of a database, and how to close them. */
export interface DatabaseSource extends Pick<Database, "kind" | "pool" | "replicas" | "close"> {
  readonly reservedPool?: Pool | undefined;
  readonly connectionLimits?: ConnectionLimitOptions | undefined;
}

/** Puts Prisma clients and readers on pools; `close` of the result closes all. */
export function createDatabase({ kind, pool, reservedPool, replicas, ...source }: DatabaseSource): Database {
  const main = clientsOf(pool);
  const reserved = reservedPool === undefined ? main : clientsOf(reservedPool);
  const limits = source.connectionLimits ?? defaultConnectionLimits(pool.options.max);
  return {
    kind,
    ...main,
    reserved,
    replicas,
    connectionLimits: kind === "server" ? new ConnectionLimits(limits) : undefined,
    runningQueries: new RunningQueries(pool, kind),
    close: async () => {
      await reserved.prisma.$disconnect();
      await main.prisma.$disconnect();
      await source.close();
    },
  };
}

function clientsOf(pool: Pool): Pick<Database, "pool" | "prisma" | "reader"> {
  const prisma = new PrismaClient({ adapter: new PrismaPg(pool), errorFormat: "minimal" });
  return { pool, prisma, reader: createReader(pool) };
}
