import type { Logger } from "pino";
import type { Metrics } from "./metrics.js";
import type { Tracing } from "./tracing.js";

/** Metrics and traces. */
export interface Monitoring {
  /** Undefined if metrics are off. */
  readonly metrics?: Metrics | undefined;
  /** Undefined if traces are off. */
  readonly tracing?: Tracing | undefined;
}

/** The settings of monitoring. */
export interface MonitoringSettings {
  /** Metrics are collected when this address to serve them is set. */
  readonly metrics?: object | undefined;
  readonly isTraced: boolean;
}

/** The error codes that metrics show. */
type ErrorCodes = readonly string[];

/** Creates the parts of monitoring that the settings turn on. The code of the other parts is not loaded. */
export async function createMonitoring(
  { metrics: hasMetrics, isTraced }: MonitoringSettings,
  errorCodes: ErrorCodes,
  logger: Logger,
): Promise<Monitoring> {
  const metrics = hasMetrics && new (await import("./metrics.js")).Metrics(errorCodes);
  const tracing = isTraced ? new (await import("./tracing.js")).Tracing(logger) : undefined;
  return { metrics, tracing };
}
