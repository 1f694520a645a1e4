import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout } from "node:timers/promises";

/** A span as it arrived. */
export interface CollectedSpan {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly name: string;
  readonly kind: number;
  readonly startTimeUnixNano: string;
  readonly status: { readonly code: number };
  readonly attributes: Readonly<Record<string, unknown>>;
}

interface Attribute {
  readonly key: string;
  readonly value: Readonly<Record<string, unknown>>;
}

/** A simple OpenTelemetry collector, which receives traces as JSON over HTTP. */
export class Collector {
  readonly #spans: CollectedSpan[] = [];
  /** The resource attributes of the process that sent the last traces. */
  resource: Readonly<Record<string, unknown>> = {};
  /** All received bodies. */
  received = "";
  readonly #server = createServer(async (request, response) => {
    if (request.url !== "/v1/traces" || request.headers["content-type"] !== "application/json") {
      return void response.writeHead(404).end();
    }
    let body = "";
    for await (const part of request.setEncoding("utf8")) body += part;
    this.#take(body);
    response.setHeader("content-type", "application/json").end("{}");
  });

  async start(): Promise<this> {
    this.#server.listen(0, "127.0.0.1");
    await once(this.#server, "listening");
    return this;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** Waits for the spans of a trace. The outermost span is sent last. */
  async trace(traceId: string): Promise<CollectedSpan[]> {
    const spans = () => this.#spans.filter((span) => span.traceId === traceId);
    while (!spans().some(({ kind }) => kind === serverKind)) await setTimeout(20);
    return spans();
  }

  stop(): void {
    this.#server.close();
    this.#server.closeAllConnections();
  }

  #take(body: string): void {
    this.received += body;
    for (const { resource, scopeSpans } of JSON.parse(body).resourceSpans) {
      this.resource = valuesOf(resource.attributes);
      for (const { spans } of scopeSpans) {
        for (const span of spans) this.#spans.push({ ...span, attributes: valuesOf(span.attributes) });
      }
    }
  }
}

/** SPAN_KIND_SERVER of the protocol. */
const serverKind = 2;

function valuesOf(attributes: readonly Attribute[]): Record<string, unknown> {
  return Object.fromEntries(attributes.map(({ key, value }) => [key, Object.values(value)[0]]));
}
