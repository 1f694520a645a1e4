import { AsyncResource } from "node:async_hooks";
import { EventEmitter } from "node:events";
import type { Pool } from "pg";
import { sqlState } from "../database/errors/errors.js";
import { statementQueued } from "../database/fast-reads/pipeline.js";
import { markAsFailed, type RequestTrace } from "./request-trace.js";

type Callback = (error: unknown, ...others: unknown[]) => void;

/**
 * Creates a span for each statement that a pool sends for a request. All statements of the server use the pool, also those of
 * Prisma's transactions.
 */
export function traceStatements(pool: Pool, currentTrace: () => RequestTrace | undefined): void {
  keepAsyncContext(pool);
  // Statements of several requests are sent together, in the context of one of them. Each statement keeps its own trace.
  const traces = new WeakMap<object, RequestTrace | undefined>();
  EventEmitter.prototype.on.call(pool, statementQueued, (statement: object) => traces.set(statement, currentTrace()));
  pool.on("connect", (client) => {
    const query = client.query;
    const tracedQuery = (...args: unknown[]) => {
      const [statement] = args as [object];
      const trace = traces.has(statement) ? traces.get(statement) : currentTrace();
      const run = (given: unknown[]) => Reflect.apply(query, client, given);
      return trace === undefined ? run(args) : runInSpan(trace, args, run);
    };
    Object.defineProperty(client, "query", { value: tracedQuery });
  });
}

/**
 * Runs each callback of `connect` in the context of its request. When a request releases a connection, the pool calls the
 * callback of the next request in the context of the first one.
 */
function keepAsyncContext(pool: Pool): void {
  const connect = pool.connect;
  const connectFor = (callback?: (...results: unknown[]) => void) =>
    Reflect.apply(connect, pool, callback === undefined ? [] : [AsyncResource.bind(callback)]);
  Object.defineProperty(pool, "connect", { value: connectFor as typeof pool.connect });
}

function runInSpan(trace: RequestTrace, args: unknown[], run: (args: unknown[]) => unknown): unknown {
  const span = trace.startStatement(textOf(args[0]));
  const end = (error?: unknown) => {
    if (error) markAsFailed(span, sqlState(error) ?? "connection");
    span.end();
  };
  const callback = args.at(-1);
  if (typeof callback === "function") {
    const endAndCall: Callback = (error, ...others) => {
      end(error);
      (callback as Callback)(error, ...others);
    };
    return run([...args.slice(0, -1), endAndCall]);
  }
  const result = run(args);
  if (result instanceof Promise) result.then(() => end(), end);
  else end();
  return result;
}

/** Returns the SQL of a query, which is a string or an object with the property `text`. */
function textOf(query: unknown): string {
  if (typeof query === "string") return query;
  return typeof query === "object" && query !== null && "text" in query ? String(query.text) : "";
}
