import type { Pool } from "pg";

const transactionControl = /^(BEGIN|COMMIT|ROLLBACK|SAVEPOINT|RELEASE|SET TRANSACTION)\b/i;
const callerLookup =
  /^SELECT (id, scopes, secret_hash|scopes FROM staff_user|id FROM customer WHERE id = \$1 AND deleted_at IS NULL AND password_version)\b/;
// This statement runs every 30 seconds, independent of the test.
const noteOfUse = /^UPDATE api_key k SET last_used_at\b/;

/** A sent SQL statement. */
export interface WatchedStatement {
  readonly sql: string;
  readonly parameters: readonly unknown[];
}

/**
 * Reports each SQL statement that a pool sends, except for statements that start and end transactions, find the caller, or
 * save the last use of API keys.
 */
export function watchStatements(pool: Pool, report: (statement: WatchedStatement) => void): void {
  pool.on("connect", (client) => {
    const query = client.query;
    const watchedQuery = (...args: unknown[]) => {
      const sql = textOf(args[0]);
      const isIgnored = [transactionControl, callerLookup, noteOfUse].some((pattern) => pattern.test(sql.trim()));
      if (!isIgnored) report({ sql, parameters: parametersOf(args) });
      return Reflect.apply(query, client, args);
    };
    Object.defineProperty(client, "query", { value: watchedQuery });
  });
}

function textOf(query: unknown): string {
  if (typeof query === "string") return query;
  if (typeof query === "object" && query !== null && "text" in query) return String(query.text);
  throw new Error(`A pg client was asked to run ${String(query)}, which is neither text nor a query with a text.`);
}

function parametersOf([query, values]: unknown[]): readonly unknown[] {
  const parameters = typeof query === "object" && query !== null && "values" in query ? query.values : values;
  return Array.isArray(parameters) ? parameters : [];
}
