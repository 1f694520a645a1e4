import pg from "pg";
import { sqlState } from "./errors.js";

/** The address, database and user of a connection. It never contains the password. */
interface Target {
  readonly address: string;
  readonly host: string;
  readonly database: string | undefined;
  readonly user: string | undefined;
}

type Explanation = (target: Target, message: string) => string;

const percentEncoding = "In a URL, characters such as @ : / ? # % must be percent-encoded (@ is %40, # is %23).";

const bySqlState: Readonly<Record<string, Explanation>> = {
  "25006": ({ address, database }) =>
    `The database ${database} of PostgreSQL at ${address} takes no writes: it is a replica, or set to be read-only. ` +
    "Name the primary in DATABASE_URL; replicas belong into DATABASE_REPLICA_URLS.",
  "28P01": ({ address, user }) =>
    `PostgreSQL at ${address} refuses the user ${user}: there is no such user, or the password is wrong. ` +
    `Correct both in DATABASE_URL. ${percentEncoding}`,
  "28000": ({ address, user }, message) =>
    `PostgreSQL at ${address} does not let the user ${user} in: ${message}. ` +
    "Correct DATABASE_URL, create the user, or allow it in pg_hba.conf.",
  "3D000": ({ address, database }) =>
    `There is no database ${database} in PostgreSQL at ${address}. Create it (createdb ${quoted(database)}), or correct DATABASE_URL.`,
  "3F000": ({ address, database, user }) =>
    `The database ${database} of PostgreSQL at ${address} has no schema for the tables. ` +
    `Create it (CREATE SCHEMA public AUTHORIZATION ${quoted(user)}).`,
  "42501": ({ address, database, user }, message) =>
    `The user ${user} lacks a right in the database ${database} of PostgreSQL at ${address}: ${message}. ` +
    `The server creates tables and extensions: make the user the owner (ALTER DATABASE ${quoted(database)} OWNER TO ${quoted(user)}), ` +
    `or grant it CREATE on the database and on its schema public.`,
  "53300": ({ address }) =>
    `PostgreSQL at ${address} has no connection left. Close some, raise max_connections, or lower DATABASE_POOL_SIZE.`,
};

const unreachable = (reason: string): Explanation => {
  return ({ address }) => `PostgreSQL at ${address} cannot be reached: ${reason}. Is DATABASE_URL right?`;
};

const unknownHost: Explanation = ({ host }) => `The host ${host} of DATABASE_URL is unknown. Correct it there.`;

const byCode: Readonly<Record<string, Explanation>> = {
  ECONNREFUSED: ({ address }) =>
    `Nothing listens at ${address} (ECONNREFUSED). Start PostgreSQL, or correct the host and port in DATABASE_URL.`,
  ENOTFOUND: unknownHost,
  EAI_AGAIN: unknownHost,
  EHOSTUNREACH: unreachable("there is no way to that host (EHOSTUNREACH)"),
  ENETUNREACH: unreachable("there is no way to that network (ENETUNREACH)"),
  ETIMEDOUT: unreachable("it does not answer (ETIMEDOUT)"),
  ENOENT: unreachable("there is no such socket (ENOENT)"),
};

const byMessage: readonly (readonly [RegExp, Explanation])[] = [
  [
    /password must be a (non-empty )?string/,
    ({ address }) => `PostgreSQL at ${address} asks for a password, and DATABASE_URL holds none.`,
  ],
  [/timeout exceeded when trying to connect|connection timeout/, unreachable("it does not answer in time")],
  [/does not support SSL/, unreachable("it does not take TLS, which DATABASE_URL asks for")],
  [/Connection terminated/, unreachable("the connection ended at once, as if that were another program")],
  [
    /certificate/i,
    ({ address }, message) =>
      `The certificate of PostgreSQL at ${address} is not accepted: ${message}. ` +
      "Name its authority in DATABASE_URL (sslrootcert=file), and the host as the certificate does.",
  ],
];

/** Connecting failed; the cause has the reason. */
export class ConnectionError extends Error {
  override name = "ConnectionError";
}

/** Explains an error of the first statements on a server: what is wrong and where. Returns an unknown error unchanged. */
export function explainStartError(error: unknown, pool: pg.Pool): unknown {
  const { connectionString } = pool.options;
  if (connectionString === undefined || !(error instanceof Error)) return error;
  const cause = error.cause instanceof Error ? error.cause : error;
  const file = "path" in cause && "syscall" in cause && cause.syscall === "open" ? cause.path : undefined;
  if (file !== undefined) {
    return new Error(`The file ${file}, which DATABASE_URL names, cannot be read.`, { cause: error });
  }
  const isServerError = cause === error || error instanceof ConnectionError;
  const explain =
    explanationOf(cause) ??
    (isServerError ? otherExplanationOf(cause) : undefined) ??
    connectionExplanationOf(error, cause);
  return explain
    ? new Error(explain(targetOf(connectionString), cause.message || cause.name), { cause: error })
    : error;
}

function explanationOf(cause: Error): Explanation | undefined {
  const code = "code" in cause ? String(cause.code) : "";
  return (
    bySqlState[sqlState(cause) ?? ""] ?? byCode[code] ?? byMessage.find(([pattern]) => pattern.test(cause.message))?.[1]
  );
}

/** Explains other database errors with PostgreSQL's message. Errors of this program are not explained. */
function otherExplanationOf(error: Error): Explanation | undefined {
  const state = sqlState(error);
  if (state === undefined) return undefined;
  return ({ address, database, user }, message) =>
    `PostgreSQL at ${address} refuses the user ${user} in the database ${database}: ${message} (${state}). Is DATABASE_URL right?`;
}

/** Explains socket errors and answers that do not come from PostgreSQL. Their messages do not contain the address. */
function connectionExplanationOf(error: Error, cause: Error): Explanation | undefined {
  if (!(error instanceof ConnectionError || "syscall" in cause)) return undefined;
  return ({ address, database }, message) =>
    `The database ${database} of PostgreSQL at ${address} cannot be used: ${message.replace(/\.$/, "")}. ` +
    "Does DATABASE_URL name the host and port of a PostgreSQL server?";
}

/** Quotes a name for SQL and the shell if needed. */
function quoted(name = ""): string {
  return /^[a-z_][a-z0-9_]*$/.test(name) ? name : `"${name}"`;
}

export function targetOf(connectionString: string): Target {
  // pg.Client applies the defaults. It does not connect here.
  const { host, port, database, user } = new pg.Client({ connectionString });
  const address = host.startsWith("/") ? host : `${host}:${port}`;
  return { address, host, database, user };
}
