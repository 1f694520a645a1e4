import type { Logger } from "pino";
import type { Environment } from "../env.js";
import type { Metrics } from "./metrics.js";
import type { Tracing } from "./tracing.js";

/** What watches the server, besides the log. */
export interface Monitoring {
  /** Without it nothing is counted. */
  readonly metrics?: Metrics | undefined;
  /** Without it nothing is traced. */
  readonly tracing?: Tracing | undefined;
}

/** Makes what the environment asks for; of the rest, not even the code is loaded. */
export async function createMonitoring(environment: Environment, logger: Logger): Promise<Monitoring> {
  const metrics = environment.metrics && new (await import("./metrics.js")).Metrics();
  const tracing = environment.isTraced ? new (await import("./tracing.js")).Tracing(logger) : undefined;
  return { metrics, tracing };
}
