import { PrismaPg } from "@prisma/adapter-pg";
import type { Pool } from "pg";
import { Backends } from "./backends.js";
import { openEmbeddedDatabase } from "./embedded.js";
import { PrismaClient } from "./generated/client.js";
import { createReader, type PoolReader } from "./reader.js";
import { Replicas } from "./replicas.js";
import { createServerPool } from "./server-pool.js";

/** An open database: Prisma for transactions, a reader for the rest, and the pool beneath them. */
export interface Database {
  readonly kind: "embedded" | "server";
  readonly prisma: PrismaClient;
  readonly reader: PoolReader;
  /** What queries may be read from instead. */
  readonly replicas?: Replicas | undefined;
  readonly pool: Pool;
  readonly backends: Backends;
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
  if (databaseUrl === undefined) {
    return createDatabase({ kind: "embedded", ...(await openEmbeddedDatabase(dataDir, { onProgress, onWarning })) });
  }
  const open = (url: string) => {
    const pool = createServerPool(url, options);
    // An 'error' event nobody listens to ends the process.
    return pool.on("error", (error) =>
      onWarning("An idle connection to the database broke; it is replaced when needed.", error),
    );
  };
  const pool = open(databaseUrl);
  const replicas = replicaUrls.length > 0 ? new Replicas(pool, replicaUrls.map(open), onWarning) : undefined;
  const close = async () => {
    await replicas?.close();
    await pool.end();
  };
  return createDatabase({ kind: "server", pool, replicas, close });
}

/** Puts the Prisma client and the reader on a pool; `close` of the result closes all. */
export function createDatabase(source: Omit<Database, "prisma" | "reader" | "backends">): Database {
  const prisma = new PrismaClient({ adapter: new PrismaPg(source.pool), errorFormat: "minimal" });
  return {
    ...source,
    prisma,
    reader: createReader(source.pool),
    backends: new Backends(source.pool, source.kind),
    close: async () => {
      await prisma.$disconnect();
      await source.close();
    },
  };
}
