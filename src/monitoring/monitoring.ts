import type { Logger } from "pino";
import type { Metrics } from "./metrics.js";
import type { Tracing } from "./tracing.js";

/** What watches the server, besides the log. */
export interface Monitoring {
  /** Without it nothing is counted. */
  readonly metrics?: Metrics | undefined;
  /** Without it nothing is traced. */
  readonly tracing?: Tracing | undefined;
}

/** The settings of monitoring. */
export interface MonitoringSettings {
  /** Metrics are collected when this address to serve them is set. */
  readonly metrics?: object | undefined;
  readonly isTraced: boolean;
}

/** Error codes that metrics count apart. */
type ErrorCodes = readonly string[];

/** Makes what the environment asks for; of the rest, not even the code is loaded. */
export async function createMonitoring(
  { metrics: hasMetrics, isTraced }: MonitoringSettings,
  errorCodes: ErrorCodes,
  logger: Logger,
): Promise<Monitoring> {
  const metrics = hasMetrics && new (await import("./metrics.js")).Metrics(errorCodes);
  const tracing = isTraced ? new (await import("./tracing.js")).Tracing(logger) : undefined;
  return { metrics, tracing };
}
