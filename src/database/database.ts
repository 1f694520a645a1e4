import { PrismaPg } from "@prisma/adapter-pg";
import type { Pool } from "pg";
import { ConnectionsByProcessId } from "./cancellation/connections-by-process-id.js";
import { createReader, type PoolReader } from "./fast-reads/reader.js";
import { PrismaClient } from "./generated/client.js";
import "./optimize-later.js";
import { type ConnectionLimitOptions, ConnectionLimits, defaultConnectionLimits } from "./limits/connection-limits.js";
import { Replicas } from "./replicas/replicas.js";
import { createServerPool } from "./server/server-pool.js";

/** An open database: Prisma for transactions, a reader for other reads, and their connection pool. */
export interface Database {
  readonly kind: "embedded" | "server";
  readonly prisma: PrismaClient;
  readonly reader: PoolReader;
  /** Read replicas for queries. */
  readonly replicas?: Replicas | undefined;
  readonly pool: Pool;
  /**
   * Connections reserved for authentication, logins and health checks. Without reserved connections, these are the clients of
   * `pool`.
   */
  readonly reserved: Pick<Database, "pool" | "prisma" | "reader">;
  /** Undefined in the embedded database, which has one connection. */
  readonly connectionLimits: ConnectionLimits | undefined;
  readonly connectionsByProcessId: ConnectionsByProcessId;
  /** Waits for running statements, then releases all connections, files and locks. */
  close(): Promise<void>;
}

/** Options for opening the database. */
export interface DatabaseOptions {
  /** The URL of a PostgreSQL server. Default: the embedded database in `dataDir`. */
  readonly databaseUrl?: string | undefined;
  /** URLs of its read replicas. */
  readonly replicaUrls?: readonly string[] | undefined;
  readonly dataDir: string;
  /** Maximum number of connections to a server. The embedded database always has one. */
  readonly poolSize?: number | undefined;
  /** Number of additional reserved connections (`Database.reserved`). Default: none. */
  readonly reservedConnections?: number | undefined;
  /** Maximum number of connections that one caller and one request may hold. */
  readonly connectionLimits?: ConnectionLimitOptions | undefined;
  /** Time limit of a statement on a server, and of waiting for a connection. */
  readonly timeLimitMs?: number | undefined;
  /** Called for steps that take seconds. */
  readonly onProgress?: ((message: string) => void) | undefined;
  /** Called for problems that no query reports, such as an idle connection that breaks. */
  readonly onWarning?: ((message: string, error: unknown) => void) | undefined;
}

/**
 * Opens the database on the server `databaseUrl`, or else the embedded database in `dataDir`, which is created if needed.
 * Migrations are not applied.
 *
 * The server is not contacted before the first query. Throws if the URL is invalid, and if the embedded database is used by
 * another process or does not start.
 */
export async function openDatabase(options: DatabaseOptions): Promise<Database> {
  const { databaseUrl, replicaUrls = [], dataDir, onProgress = () => {}, onWarning = () => {} } = options;
  const { reservedConnections = 0, connectionLimits } = options;
  if (databaseUrl === undefined) {
    // PGlite is large, and a process with a server does not need it.
    const { openEmbeddedDatabase } = await import("./embedded/embedded.js");
    return createDatabase({ kind: "embedded", ...(await openEmbeddedDatabase(dataDir, { onProgress, onWarning })) });
  }
  const open = (url: string, poolSize = options.poolSize) => {
    const pool = createServerPool(url, { ...options, poolSize });
    // An 'error' event without a listener ends the process.
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

/** The pools of a database, and the function that closes them. */
export interface DatabaseSource extends Pick<Database, "kind" | "pool" | "replicas" | "close"> {
  readonly reservedPool?: Pool | undefined;
  readonly connectionLimits?: ConnectionLimitOptions | undefined;
}

/** Creates Prisma clients and readers for pools. `close` of the result closes all of them. */
export function createDatabase({ kind, pool, reservedPool, replicas, ...source }: DatabaseSource): Database {
  const main = new PoolClients(pool);
  const reserved = reservedPool === undefined ? main : new PoolClients(reservedPool);
  const limits = source.connectionLimits ?? defaultConnectionLimits(pool.options.max);
  return {
    kind,
    pool,
    prisma: main.prisma,
    reader: main.reader,
    reserved,
    replicas,
    connectionLimits: kind === "server" ? new ConnectionLimits(limits) : undefined,
    connectionsByProcessId: new ConnectionsByProcessId(pool, kind),
    close: async () => {
      await reserved.disconnect();
      await main.disconnect();
      await source.close();
    },
  };
}

/** The clients of a pool. Prisma's is created at its first use, because it takes 5 MB. */
class PoolClients {
  readonly pool: Pool;
  readonly reader: PoolReader;
  #prisma: PrismaClient | undefined;

  constructor(pool: Pool) {
    this.pool = pool;
    this.reader = createReader(pool);
  }

  get prisma(): PrismaClient {
    this.#prisma ??= new PrismaClient({ adapter: new PrismaPg(this.pool), errorFormat: "minimal" });
    return this.#prisma;
  }

  async disconnect(): Promise<void> {
    await this.#prisma?.$disconnect();
  }
}
