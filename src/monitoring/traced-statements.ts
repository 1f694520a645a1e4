import { AsyncResource } from "node:async_hooks";
import { EventEmitter } from "node:events";
import type { Pool } from "pg";
import { sqlState } from "../database/errors/errors.js";
import { statementQueued } from "../database/fast-reads/pipeline.js";
import { fail, type RequestTrace } from "./request-trace.js";

type Callback = (error: unknown, ...others: unknown[]) => void;

/**
 * Makes a span of each statement that a pool sends for a request: those of Prisma's transactions and of everything else
 * that reads or writes come by here.
 */
export function traceStatements(pool: Pool, currentTrace: () => RequestTrace | undefined): void {
  keepCallers(pool);
  // Those that are sent together are sent by one of the requests.
  const traces = new WeakMap<object, RequestTrace | undefined>();
  EventEmitter.prototype.on.call(pool, statementQueued, (statement: object) => traces.set(statement, currentTrace()));
  pool.on("connect", (client) => {
    const query = client.query;
    const tracedQuery = (...args: unknown[]) => {
      const [statement] = args as [object];
      const trace = traces.has(statement) ? traces.get(statement) : currentTrace();
      const run = (given: unknown[]) => Reflect.apply(query, client, given);
      return trace === undefined ? run(args) : traced(trace, args, run);
    };
    Object.defineProperty(client, "query", { value: tracedQuery });
  });
}

/** A connection that was waited for is handed over by whoever gives it back: for another request. */
function keepCallers(pool: Pool): void {
  const connect = pool.connect;
  const connectFor = (callback?: (...results: unknown[]) => void) =>
    Reflect.apply(connect, pool, callback === undefined ? [] : [AsyncResource.bind(callback)]);
  Object.defineProperty(pool, "connect", { value: connectFor as typeof pool.connect });
}

function traced(trace: RequestTrace, args: unknown[], run: (args: unknown[]) => unknown): unknown {
  const span = trace.startStatement(textOf(args[0]));
  const end = (error?: unknown) => {
    if (error) fail(span, sqlState(error) ?? "connection");
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

/** A query is a text, or an object with one. */
function textOf(query: unknown): string {
  if (typeof query === "string") return query;
  return typeof query === "object" && query !== null && "text" in query ? String(query.text) : "";
}
