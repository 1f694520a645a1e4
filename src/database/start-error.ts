import pg from "pg";
import { sqlState } from "./errors.js";

/** Where the database is, and as whom it is used; never the password. */
interface Target {
  readonly address: string;
  readonly host: string;
  readonly database: string | undefined;
  readonly user: string | undefined;
}

type Explanation = (target: Target, message: string) => string;

const percentEncoding = "In a URL, characters such as @ : / ? # % must be percent-encoded (@ is %40, # is %23).";

const bySqlState: Readonly<Record<string, Explanation>> = {
  "28P01": ({ address, user }) =>
    `PostgreSQL at ${address} refuses the user ${user}: there is no such user, or the password is wrong. ` +
    `Correct both in DATABASE_URL. ${percentEncoding}`,
  "28000": ({ address, user }, message) =>
    `PostgreSQL at ${address} does not let the user ${user} in: ${message}. ` +
    "Correct DATABASE_URL, create the user, or allow it in pg_hba.conf.",
  "3D000": ({ address, database }) =>
    `There is no database ${database} in PostgreSQL at ${address}. Create it (createdb ${database}), or correct DATABASE_URL.`,
  "42501": ({ address, database, user }, message) =>
    `The user ${user} lacks a right in the database ${database} of PostgreSQL at ${address}: ${message}. ` +
    `The server creates tables and extensions: make the user the owner (ALTER DATABASE ${database} OWNER TO ${user}), ` +
    `or grant it CREATE on the database and on its schema public.`,
  "53300": ({ address }) =>
    `PostgreSQL at ${address} has no connection left. Close some, raise max_connections, or lower DATABASE_POOL_SIZE.`,
};

const unreachable = (reason: string): Explanation => {
  return ({ address }) => `PostgreSQL at ${address} cannot be reached: ${reason}. Is DATABASE_URL right?`;
};

const unknownHost: Explanation = ({ host }) => `The host ${host} of DATABASE_URL is unknown.`;

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
];

/** An error of the first statements on a server: names what is wrong and where, or is the error as it came. */
export function explainStartError(error: unknown, pool: pg.Pool): unknown {
  const { connectionString } = pool.options;
  if (connectionString === undefined || !(error instanceof Error)) return error;
  const cause = error.cause instanceof Error ? error.cause : error;
  const code = "code" in cause ? String(cause.code) : "";
  const explain =
    bySqlState[sqlState(cause) ?? ""] ??
    byCode[code] ??
    byMessage.find(([pattern]) => pattern.test(cause.message))?.[1];
  return explain ? new Error(explain(targetOf(connectionString), cause.message), { cause: error }) : error;
}

function targetOf(connectionString: string): Target {
  // A client knows its defaults; it does not connect yet.
  const { host, port, database, user } = new pg.Client({ connectionString });
  const address = host.startsWith("/") ? host : `${host}:${port}`;
  return { address, host, database, user };
}
