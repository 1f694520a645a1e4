import type { Pool } from "pg";

const transactionControl = /^(BEGIN|COMMIT|ROLLBACK|SAVEPOINT|RELEASE|SET TRANSACTION)\b/i;
const callerLookup =
  /^SELECT (id, scopes, secret_hash|scopes FROM staff_user|u\.scopes FROM staff_user u JOIN session|c\.id FROM customer c JOIN session|id FROM customer\s+WHERE id = \$1 AND deleted_at IS NULL AND password_version)\b/;
// This statement runs every 30 seconds, independent of the test.
const noteOfUse = /^UPDATE (api_key|session) t SET last_used_at\b/;
// Servers with mail look for due mails every few seconds and after each mail, send and delete them, independent of the request.
const sendingOfMails =
  /^(UPDATE outgoing_mail SET (attempts|next_attempt_at)\b|DELETE FROM "public"\."outgoing_mail" WHERE "public"\."outgoing_mail"\."id" = )/;

/** A sent SQL statement. */
export interface WatchedStatement {
  readonly sql: string;
  readonly parameters: readonly unknown[];
}

/**
 * Reports each SQL statement that a pool sends, except for statements that start and end transactions, find the caller, or
 * save the last use of API keys and sessions, or send mails.
 */
export function watchStatements(pool: Pool, report: (statement: WatchedStatement) => void): void {
  pool.on("connect", (client) => {
    const query = client.query;
    const watchedQuery = (...args: unknown[]) => {
      const sql = textOf(args[0]);
      const isIgnored = [transactionControl, callerLookup, noteOfUse, sendingOfMails].some((pattern) =>
        pattern.test(sql.trim()),
      );
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
