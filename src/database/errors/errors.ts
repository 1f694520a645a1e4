// The one file that knows how Prisma, its adapter and pg report what went wrong.
//
// An error of the database comes as Prisma's (with the SQLSTATE deep in `meta`, and as P2010 from every raw query), or
// straight from pg (with the SQLSTATE as `code`). An error of the connection comes as Prisma's, as one of Node's sockets,
// or as a plain Error of pg that nothing but its message tells from others.

import { isNativeError } from "node:util/types";
import { DeadlineExceeded } from "../cancellation/deadline.js";
import { StatementError } from "../fast-reads/reader.js";
import { EmbeddedDatabaseCrash } from "./embedded-crash.js";

const UNIQUE_VIOLATION = "23505";
const UNDEFINED_TABLE = "42P01";
const RETRYABLE = new Set(["40001", "40P01"]);

const UNAVAILABLE_SQLSTATES = new Set([
  "28000", // invalid_authorization_specification
  "28P01", // invalid_password
  "3D000", // invalid_catalog_name: no such database
  "57014", // query_canceled: statement timeout
]);
// Connection exceptions, and insufficient resources such as connections, memory and disk space.
const UNAVAILABLE_SQLSTATE_CLASS = /^(08|53)...$/;

const UNAVAILABLE_PRISMA_CODES = new Set(["P1001", "P1002", "P1008", "P1011", "P1017", "P2024", "P2037"]);
const UNAVAILABLE_ADAPTER_KINDS = new Set([
  "ConnectionClosed",
  "DatabaseNotReachable",
  "SocketTimeout",
  "TlsConnectionError",
]);
const SOCKET_CODES = new Set([
  "EAI_AGAIN",
  "ECONNREFUSED",
  "ECONNRESET",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "ENOTFOUND",
  "EPIPE",
  "ETIMEDOUT",
]);
// Prisma gives P2028 to mistakes in handling a transaction too.
const TRANSACTION_TOO_LATE = /Unable to start a transaction in the given time|expired transaction/;
const CONNECTION_MESSAGES =
  /^(timeout exceeded when trying to connect|Query read timeout|Connection terminated|Client has encountered a connection error|Client was closed|Cannot use a pool after calling end)/;

/** True when a row broke a unique index or primary key. */
export function isUniqueViolation(error: unknown): boolean {
  return sqlState(error) === UNIQUE_VIOLATION;
}

/** True when the same transaction can succeed if it just runs again: after a deadlock or a serialization failure. */
export function isRetryable(error: unknown): boolean {
  return RETRYABLE.has(sqlState(error) ?? "");
}

/** True when a query named a table that does not exist. */
export function isMissingTable(error: unknown): boolean {
  return sqlState(error) === UNDEFINED_TABLE;
}

/**
 * True when the database cannot be reached, does not let us in, breaks the connection, has no connection left, or does
 * not answer in time: nothing is wrong with the request, and later it may succeed.
 */
export function isDatabaseUnavailable(error: unknown): boolean {
  if (error instanceof StatementError) return isDatabaseUnavailable(error.cause);
  if (!isNativeError(error)) return false;
  if (error instanceof EmbeddedDatabaseCrash || error instanceof DeadlineExceeded) return true;
  const state = sqlState(error);
  if (state !== undefined) {
    return UNAVAILABLE_SQLSTATES.has(state) || UNAVAILABLE_SQLSTATE_CLASS.test(state) || endedConnection(error);
  }
  const code = text(property(error, "code"));
  if (code === "P2028") return TRANSACTION_TOO_LATE.test(error.message);
  return (
    UNAVAILABLE_PRISMA_CODES.has(code) ||
    SOCKET_CODES.has(code) ||
    property(error, "syscall") === "connect" ||
    UNAVAILABLE_ADAPTER_KINDS.has(text(property(adapterCause(error), "kind"))) ||
    CONNECTION_MESSAGES.test(error.message)
  );
}

// Only what the database itself reports has a severity; the codes of Prisma and of sockets look alike.
/** The SQLSTATE of an error of the database; undefined for any other. */
export function sqlState(error: unknown): string | undefined {
  if (error instanceof StatementError) return sqlState(error.cause);
  const fromServer = property(error, "severity") === undefined ? undefined : property(error, "code");
  const state = property(adapterCause(error), "originalCode") ?? fromServer;
  return typeof state === "string" ? state : undefined;
}

// Shutdown, start-up, crash of another session, idle timeouts.
function endedConnection(error: unknown): boolean {
  const severity = property(adapterCause(error), "severity") ?? property(error, "severity");
  return severity === "FATAL" || severity === "PANIC";
}

// What the adapter made of pg's error: on Prisma's error, or on the adapter's own when Prisma passes it on.
function adapterCause(error: unknown): unknown {
  return property(property(property(error, "meta"), "driverAdapterError") ?? error, "cause");
}

function property(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null ? Reflect.get(value, name) : undefined;
}

function text(value: unknown): string {
  return typeof value === "string" ? value : "";
}
