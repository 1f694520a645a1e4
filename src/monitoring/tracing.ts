import { AsyncLocalStorage } from "node:async_hooks";
import { setTimeout } from "node:timers/promises";
import { DiagLogLevel, defaultTextMapGetter, diag, ROOT_CONTEXT, SpanKind, type Tracer } from "@opentelemetry/api";
import { setGlobalErrorHandler, W3CTraceContextPropagator } from "@opentelemetry/core";
import { OTLPTraceExporter } from "@opentelemetry/exporter-trace-otlp-http";
import { defaultResource, detectResources, envDetector, resourceFromAttributes } from "@opentelemetry/resources";
import { BasicTracerProvider, BatchSpanProcessor } from "@opentelemetry/sdk-trace-base";
import type { FastifyRequest } from "fastify";
import type { Pool } from "pg";
import type { Logger } from "pino";
import { describeError } from "./error-log.js";
import { RequestTrace } from "./request-trace.js";
import { traceStatements } from "./traced-statements.js";

const serviceName = "shop-customers-graphql";
/** The maximum time to send the last traces, so that the process ends although the collector does not answer. */
const maxShutdownMs = 3_000;

/** Sends traces to an OpenTelemetry collector: requests, their operations, and their SQL. */
export class Tracing {
  readonly #provider: BasicTracerProvider;
  readonly #tracer: Tracer;
  readonly #propagator = new W3CTraceContextPropagator();
  readonly #current = new AsyncLocalStorage<RequestTrace>();

  /** The libraries of OpenTelemetry read the collector's URL and their other settings from the environment variables `OTEL_…`. */
  constructor(logger: Logger) {
    const warn = (message: string) => logger.warn({ from: "OpenTelemetry" }, message);
    diag.setLogger({ error: warn, warn, info() {}, debug() {}, verbose() {} }, { logLevel: DiagLogLevel.WARN });
    setGlobalErrorHandler((error) => logger.warn({ error: describeError(error) }, "Traces could not be sent."));
    this.#provider = new BasicTracerProvider({
      resource: defaultResource()
        .merge(resourceFromAttributes({ "service.name": serviceName }))
        .merge(detectResources({ detectors: [envDetector] })),
      spanProcessors: [new BatchSpanProcessor(new OTLPTraceExporter())],
    });
    this.#tracer = this.#provider.getTracer(serviceName);
  }

  /** Traces the statements of requests on a pool that has no connections yet. */
  watch(pool: Pool): void {
    traceStatements(pool, () => this.#current.getStore());
  }

  /** Runs `work` in a span of the request. The span belongs to the trace that the header `traceparent` names, or to a new one. */
  traceRequest<T>(request: FastifyRequest, work: () => Promise<T>): Promise<T> {
    const { method, headers, logEntry, routeOptions } = request;
    const route = routeOptions.url ?? "";
    const attributes = { "http.request.method": method, "http.route": route, "url.path": route };
    const parent = this.#propagator.extract(ROOT_CONTEXT, headers, defaultTextMapGetter);
    const span = this.#tracer.startSpan(`${method} ${route}`, { kind: SpanKind.SERVER, attributes }, parent);
    if (!span.isRecording() || logEntry === null) return work();
    logEntry.trace = new RequestTrace(this.#tracer, span);
    return this.#current.run(logEntry.trace, work);
  }

  /** Sends the traces that are not sent yet. */
  async stop(): Promise<void> {
    const stopped = this.#provider.shutdown().catch(() => {});
    await Promise.race([stopped, setTimeout(maxShutdownMs, undefined, { ref: false })]);
  }
}
