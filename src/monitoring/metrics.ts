import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client";
import type { Database } from "../database/database.js";
import { databaseStatus } from "../database/database-status.js";
import type { RequestLogEntry } from "./request-log-entry.js";

/** From half a millisecond, which a known query takes, to the time limits. */
const buckets = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/**
 * What is counted, for Prometheus. No label takes what clients make up, such as the names of operations: each value is a
 * series that is kept as long as the process runs.
 */
export class Metrics {
  readonly registry = new Registry();
  readonly #responses = new Counter({
    name: "http_requests_total",
    help: "HTTP requests by route and status; aborted are those whose client went away before the answer.",
    labelNames: ["route", "status"],
    registers: [this.registry],
  });
  readonly #responseTime = new Histogram({
    name: "http_request_duration_seconds",
    help: "From the head of an HTTP request to the end of its answer.",
    labelNames: ["route"],
    buckets,
    registers: [this.registry],
  });
  readonly #operations = new Counter({
    name: "graphql_operations_total",
    help: "GraphQL operations by type and by the code of their first error, OK where there is none.",
    labelNames: ["type", "code"],
    registers: [this.registry],
  });
  readonly #operationTime = new Histogram({
    name: "graphql_operation_duration_seconds",
    help: "From the moment at which an operation is picked from its document to its result.",
    labelNames: ["type"],
    buckets,
    registers: [this.registry],
  });
  readonly #operationCache = new Counter({
    name: "graphql_known_operations_total",
    help: "Operations answered by what is kept of documents that were sent before.",
    registers: [this.registry],
  });

  readonly #codes: ReadonlySet<string>;

  /** @param codes the error codes that are counted apart; every other one counts as INTERNAL_SERVER_ERROR. */
  constructor(codes: readonly string[]) {
    this.#codes = new Set(codes);
    collectDefaultMetrics({ register: this.registry });
  }

  /** @param route as it is registered; undefined where nothing is. */
  countResponse(route: string | undefined, status: number | "aborted", seconds: number): void {
    this.#responses.inc({ route: route ?? "none", status });
    this.#responseTime.observe({ route: route ?? "none" }, seconds);
  }

  /** Counts what has an answer: one whose client went away may have none. */
  countOperation({ operationType: type, codes, durationSeconds, isCached }: RequestLogEntry): void {
    if (codes === undefined) return;
    this.#operations.inc({ type: type ?? "none", code: this.#codeLabel(codes[0]) });
    if (type !== undefined) this.#operationTime.observe({ type }, durationSeconds);
    if (isCached) this.#operationCache.inc();
  }

  /** Looks at the database whenever the metrics are read: one small query, two seconds at most. */
  watchDatabase({ pool, reserved }: Pick<Database, "pool" | "reserved">): void {
    this.#measure("database_pool_connections", "Connections to the database.", () => pool.totalCount);
    this.#measure("database_pool_idle_connections", "Connections that nothing uses.", () => pool.idleCount);
    this.#measure("database_pool_max_connections", "How many there may be.", () => pool.options.max);
    this.#measure("database_pool_waiting", "What waits for a connection.", () => pool.waitingCount);
    // After the others, or they would count this question.
    this.#measure("database_up", "1 while the database answers and is migrated, else 0.", () => isUp(reserved));
  }

  /** @param count gives how many there are. */
  watchWebSockets(count: () => number): void {
    this.#measure("websocket_connections", "Open WebSocket connections, which carry subscriptions.", count);
  }

  #codeLabel(code: string | undefined): string {
    if (code === undefined) return "OK";
    return this.#codes.has(code) ? code : "INTERNAL_SERVER_ERROR";
  }

  #measure(name: string, help: string, value: () => number | Promise<number>): void {
    new Gauge({
      name,
      help,
      registers: [this.registry],
      async collect() {
        this.set(await value());
      },
    });
  }
}

/** Whatever is wrong with the database, the other metrics are to be read all the more. */
async function isUp({ pool }: Database["reserved"]): Promise<number> {
  const status = await databaseStatus(pool).catch(() => "broken");
  return status === "ready" ? 1 : 0;
}
