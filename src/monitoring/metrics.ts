import { setTimeout } from "node:timers/promises";
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client";
import type { Database } from "../database/database.js";
import { databaseStatus } from "../database/database-status.js";
import type { RequestLogEntry } from "./request-log-entry.js";

/** The result of an attempt to send a mail. */
export type MailResult = "sent" | "failed" | "given_up";

/** The end of the run of a job. A released job runs again. */
export type JobRunResult = "succeeded" | "failed" | "canceled" | "released";

const timeoutMs = 2_000;

/** Seconds, from the time of a cached query to the time limits. */
const buckets = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/**
 * Metrics for Prometheus. No label contains text that clients choose, such as the name of an operation: each value of a label
 * is a series, which stays in memory until the process ends.
 */
export class Metrics {
  readonly registry = new Registry();
  readonly #responses = new Counter({
    name: "http_requests_total",
    help: "HTTP requests by route and status. The status is aborted if the client closed the connection before the response.",
    labelNames: ["route", "status"],
    registers: [this.registry],
  });
  readonly #responseTime = new Histogram({
    name: "http_request_duration_seconds",
    help: "Seconds from the headers of an HTTP request to the end of its response.",
    labelNames: ["route"],
    buckets,
    registers: [this.registry],
  });
  readonly #operations = new Counter({
    name: "graphql_operations_total",
    help: "GraphQL operations by type and by the code of their first error. The code is OK if there is no error.",
    labelNames: ["type", "code"],
    registers: [this.registry],
  });
  readonly #operationTime = new Histogram({
    name: "graphql_operation_duration_seconds",
    help: "Seconds from the selection of an operation in its document to its result.",
    labelNames: ["type"],
    buckets,
    registers: [this.registry],
  });
  readonly #operationCache = new Counter({
    name: "graphql_cached_operations_total",
    help: "Operations answered from the operation cache.",
    registers: [this.registry],
  });

  readonly #mails = new Counter({
    name: "mails_total",
    help: "Attempts to send a mail by template and result: sent, failed (it is tried again) or given_up.",
    labelNames: ["template", "result"],
    registers: [this.registry],
  });

  readonly #jobs = new Counter({
    name: "job_runs_total",
    help: "Runs of jobs by kind and result: succeeded, failed, canceled or released (it runs again).",
    labelNames: ["kind", "result"],
    registers: [this.registry],
  });

  readonly #codes: ReadonlySet<string>;

  /** @param codes are the values of the label `code`. Another code counts as INTERNAL_SERVER_ERROR. */
  constructor(codes: readonly string[]) {
    this.#codes = new Set(codes);
    collectDefaultMetrics({ register: this.registry });
  }

  /** @param route is undefined if no route matches the path. */
  countResponse(route: string | undefined, status: number | "aborted", seconds: number): void {
    this.#responses.inc({ route: route ?? "none", status });
    this.#responseTime.observe({ route: route ?? "none" }, seconds);
  }

  /** Counts an operation that has a response. It has none if its client closed the connection early. */
  countOperation({ operationType: type, codes, durationSeconds, isCached }: RequestLogEntry): void {
    if (codes === undefined) return;
    this.#operations.inc({ type: type ?? "none", code: this.#codeLabel(codes[0]) });
    if (type !== undefined) this.#operationTime.observe({ type }, durationSeconds);
    if (isCached) this.#operationCache.inc();
  }

  /** Adds metrics of the database. Reading them runs one small query, which takes two seconds at most. */
  watchDatabase({ pool, reserved }: Pick<Database, "pool" | "reserved">): void {
    this.#addGauge("database_pool_connections", "Connections to the database.", () => pool.totalCount);
    this.#addGauge("database_pool_idle_connections", "Idle connections to the database.", () => pool.idleCount);
    this.#addGauge(
      "database_pool_max_connections",
      "Maximum number of connections to the database.",
      () => pool.options.max,
    );
    this.#addGauge("database_pool_waiting", "Queries that wait for a connection.", () => pool.waitingCount);
    // Last, so that the other gauges do not count this query.
    this.#addGauge("database_up", "1 if the database answers and is migrated, otherwise 0.", () => isUp(reserved));
  }

  /** @param count returns the number of open connections. */
  watchWebSockets(count: () => number): void {
    this.#addGauge("websocket_connections", "Open WebSocket connections of subscriptions.", count);
  }

  /** Counts an attempt to send a mail. */
  countMail(result: MailResult, template: string): void {
    this.#mails.inc({ template, result });
  }

  /** @param count returns the number of mails that are not sent yet. */
  watchMails(count: () => Promise<number>): void {
    this.#addGauge("mails_waiting", "Mails that are not sent yet.", () => orUnknown(count()));
  }

  /** Counts a run of a job in this process. */
  countJob(result: JobRunResult, kind: string): void {
    this.#jobs.inc({ kind, result });
  }

  /** @param count returns the number of jobs that have not ended. */
  watchJobs(count: () => Promise<number>): void {
    this.#addGauge("jobs_open", "Jobs that wait or run.", () => orUnknown(count()));
  }

  /** @param count returns the number of erasures whose files are not all checked. */
  watchFileErasures(count: () => Promise<number>): void {
    const help = "Erasures of personal data whose files are not all checked yet.";
    this.#addGauge("file_erasures_waiting", help, () => orUnknown(count()));
  }

  #codeLabel(code: string | undefined): string {
    if (code === undefined) return "OK";
    return this.#codes.has(code) ? code : "INTERNAL_SERVER_ERROR";
  }

  #addGauge(name: string, help: string, value: () => number | Promise<number>): void {
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

/** Returns NaN on any error, and if the database does not answer within two seconds. */
async function orUnknown(count: Promise<number>): Promise<number> {
  const timeout = new AbortController();
  const timedOut = setTimeout(timeoutMs, Number.NaN, { signal: timeout.signal, ref: false });
  try {
    return await Promise.race([count, timedOut.catch(() => Number.NaN)]);
  } catch {
    return Number.NaN;
  } finally {
    timeout.abort();
  }
}

/** Returns 0 on any error, so that the other metrics can be read while the database is unavailable. */
async function isUp({ pool }: Database["reserved"]): Promise<number> {
  const status = await databaseStatus(pool).catch(() => "broken");
  return status === "ready" ? 1 : 0;
}
