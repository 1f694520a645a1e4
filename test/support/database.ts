import { createDatabase, type Database } from "../../src/database/database.js";
import { type WatchedStatement, watchStatements } from "./statements.js";
import { copyTemplate } from "./template.js";

/** True when the tests run on a PostgreSQL server, which unlike the embedded database has many connections. */
export const isServer = process.env.TEST_DATABASE_URL !== undefined;

/** `describe` for tests that need a server: several connections, or connections that break. */
export function describeOnServer(name: string, tests: () => void): void {
  if (isServer) describe(name, tests);
  else describe.skip(`${name} (skipped: needs a server, see TEST_DATABASE_URL)`, tests);
}

/** A database that belongs to one test file. */
export interface TestDatabase {
  readonly database: Database;
  /** The URL of the database for a second pool or process. Only on a server. */
  readonly url: string | undefined;
  /** Empties all tables. */
  reset(): Promise<void>;
  /**
   * Runs `work` and returns its result with the SQL statements that were sent. Statements that control transactions, find
   * the caller (one for each request) or save the last use of a key (every 30 seconds) are omitted.
   */
  withStatements<T>(work: () => Promise<T>): Promise<{ result: T; statements: string[]; sent: WatchedStatement[] }>;
  /** Closes the database and drops it. */
  close(): Promise<void>;
}

/** Opens a migrated, empty database. Call it once in a test file, in `beforeAll`. */
export async function openTestDatabase(): Promise<TestDatabase> {
  const { url, ...copy } = await copyTemplate();
  let sent: WatchedStatement[] = [];
  watchStatements(copy.pool, (statement) => sent.push(statement));
  const database = createDatabase(copy);
  const emptyAllTables = await statementThatEmptiesAllTables(database);
  return {
    database,
    url,
    reset: async () => {
      await database.pool.query(emptyAllTables);
    },
    withStatements: async (work) => {
      sent = [];
      const result = await work();
      return { result, statements: sent.map(({ sql }) => sql), sent: [...sent] };
    },
    close: database.close,
  };
}

// Triggers are turned off as on a replica, because history would record the deletions and refuse its own. TRUNCATE takes 30
// times longer on small tables, because it creates new files for each table and index.
async function statementThatEmptiesAllTables({ pool }: Database): Promise<string> {
  const { rows } = await pool.query<{ deletions: string }>(
    `SELECT string_agg(format('%1$I AS (DELETE FROM %1$I)', tablename), ', ') AS deletions
     FROM pg_tables WHERE schemaname = 'public' AND tablename <> '_prisma_migrations'`,
  );
  return `BEGIN; SET LOCAL session_replication_role = replica; WITH ${rows[0]?.deletions} SELECT; COMMIT`;
}
