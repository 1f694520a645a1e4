// Only this file knows how Prisma, its adapter and pg report errors.

// A database error comes from Prisma (with the SQLSTATE inside `meta`, and with code P2010 for every raw query), or directly
// from pg (with the SQLSTATE as `code`). A connection error comes from Prisma, from a Node.js socket, or from pg as a plain
// Error that only its message identifies.

import { isNativeError } from "node:util/types";
import { DeadlineExceeded } from "../cancellation/deadline.js";
import { StatementError } from "../fast-reads/reader.js";
import { EmbeddedDatabaseCrash } from "./embedded-crash.js";

const uniqueViolation = "23505";
const undefinedTable = "42P01";
const retryableSqlstates = new Set(["40001", "40P01"]);

const unavailableSqlstates = new Set([
  "28000", // invalid_authorization_specification
  "28P01", // invalid_password
  "3D000", // invalid_catalog_name: no such database
  "57014", // query_canceled: statement timeout
]);
// The classes of connection exceptions, and of insufficient resources such as connections, memory and disk space.
const unavailableSqlstateClass = /^(08|53)...$/;

const unavailablePrismaCodes = new Set(["P1001", "P1002", "P1008", "P1011", "P1017", "P2024", "P2037"]);
const unavailableAdapterKinds = new Set([
  "ConnectionClosed",
  "DatabaseNotReachable",
  "SocketTimeout",
  "TlsConnectionError",
]);
const socketCodes = new Set([
  "EAI_AGAIN",
  "ECONNREFUSED",
  "ECONNRESET",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "ENOTFOUND",
  "EPIPE",
  "ETIMEDOUT",
]);
// Prisma uses P2028 for programming errors with transactions, too.
const transactionTooLate = /Unable to start a transaction in the given time|expired transaction/;
const connectionMessages =
  /^(timeout exceeded when trying to connect|Query read timeout|Connection terminated|Client has encountered a connection error|Client was closed|Cannot use a pool after calling end)/;

/** True if a row violated a unique index or primary key. */
export function isUniqueViolation(error: unknown): boolean {
  return sqlState(error) === uniqueViolation;
}

/** True if the same transaction can succeed when it runs again: after a deadlock or a serialization failure. */
export function isRetryable(error: unknown): boolean {
  return retryableSqlstates.has(sqlState(error) ?? "");
}

/** True if a query used a table that does not exist. */
export function isMissingTable(error: unknown): boolean {
  return sqlState(error) === undefinedTable;
}

/** True if a transaction did not start or end within its time. */
export function isTransactionTooLate(error: unknown): boolean {
  return isNativeError(error) && property(error, "code") === "P2028" && transactionTooLate.test(error.message);
}

/**
 * True if the database is unreachable, rejects the login, breaks the connection, has no free connection, or does not answer
 * in time. The request is valid and may succeed later.
 */
export function isDatabaseUnavailable(error: unknown): boolean {
  if (error instanceof StatementError) return isDatabaseUnavailable(error.cause);
  if (!isNativeError(error)) return false;
  if (error instanceof EmbeddedDatabaseCrash || error instanceof DeadlineExceeded) return true;
  const state = sqlState(error);
  if (state !== undefined) {
    return unavailableSqlstates.has(state) || unavailableSqlstateClass.test(state) || endedConnection(error);
  }
  const code = text(property(error, "code"));
  if (code === "P2028") return isTransactionTooLate(error);
  return (
    unavailablePrismaCodes.has(code) ||
    socketCodes.has(code) ||
    property(error, "syscall") === "connect" ||
    unavailableAdapterKinds.has(text(property(adapterCause(error), "kind"))) ||
    connectionMessages.test(error.message)
  );
}

// Only database errors have a severity. Codes of Prisma and of sockets look similar to SQLSTATEs.
/** Returns the SQLSTATE of a database error, or undefined for any other error. */
export function sqlState(error: unknown): string | undefined {
  if (error instanceof StatementError) return sqlState(error.cause);
  const fromServer = property(error, "severity") === undefined ? undefined : property(error, "code");
  const state = property(adapterCause(error), "originalCode") ?? fromServer;
  return typeof state === "string" ? state : undefined;
}

// True after a shutdown, start-up, crash of another session, or idle timeout.
function endedConnection(error: unknown): boolean {
  const severity = property(adapterCause(error), "severity") ?? property(error, "severity");
  return severity === "FATAL" || severity === "PANIC";
}

// The adapter's form of pg's error. It is in Prisma's error, or in the adapter's error if Prisma passes that on.
function adapterCause(error: unknown): unknown {
  return property(property(property(error, "meta"), "driverAdapterError") ?? error, "cause");
}

function property(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null ? Reflect.get(value, name) : undefined;
}

function text(value: unknown): string {
  return typeof value === "string" ? value : "";
}
