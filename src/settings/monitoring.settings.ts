import * as z from "zod";
import type { MetricsAddress } from "../monitoring/metrics-server.js";
import { integer } from "./forms.js";
import { isUrlOf } from "./server-url.js";

export interface MonitoringSettings {
  readonly logLevel: (typeof logLevels)[number];
  /** The address of the metrics server. If undefined, there are no metrics. */
  readonly metrics?: MetricsAddress | undefined;
  /** True if traces are sent. The variables OTEL_… configure them. */
  readonly isTraced: boolean;
}

const logLevels = ["fatal", "error", "warn", "info", "debug", "trace", "silent"] as const;

const collectorUrl = z.string().refine(isUrlOf("http:", "https:"), "must be an http:// or https:// URL").optional();
/** The only supported protocol for traces. */
const collectorProtocol = z.enum(["http/json"], { error: "must be http/json, the only supported protocol" }).optional();

export const monitoringVariables = z.object({
  LOG_LEVEL: z.enum(logLevels, { error: `must be one of ${logLevels.join(", ")}` }).default("info"),
  METRICS_HOST: z.string().default("127.0.0.1"),
  METRICS_PORT: integer(0, 65_535).optional(),
  OTEL_SDK_DISABLED: z.string().optional(),
  OTEL_TRACES_EXPORTER: z.enum(["otlp", "none"], { error: "must be otlp or none" }).default("otlp"),
  OTEL_EXPORTER_OTLP_ENDPOINT: collectorUrl,
  OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: collectorUrl,
  OTEL_EXPORTER_OTLP_PROTOCOL: collectorProtocol,
  OTEL_EXPORTER_OTLP_TRACES_PROTOCOL: collectorProtocol,
});

type Values = z.infer<typeof monitoringVariables>;

export function monitoringSettings(values: Values): MonitoringSettings {
  return {
    logLevel: values.LOG_LEVEL,
    metrics: values.METRICS_PORT === undefined ? undefined : { host: values.METRICS_HOST, port: values.METRICS_PORT },
    isTraced: isTraced(values),
  };
}

function isTraced(values: Values): boolean {
  const url = values.OTEL_EXPORTER_OTLP_TRACES_ENDPOINT ?? values.OTEL_EXPORTER_OTLP_ENDPOINT;
  const isOff = values.OTEL_SDK_DISABLED?.toLowerCase() === "true" || values.OTEL_TRACES_EXPORTER === "none";
  return url !== undefined && !isOff;
}
