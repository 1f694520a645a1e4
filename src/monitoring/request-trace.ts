import { type Attributes, context, type Span, SpanKind, SpanStatusCode, type Tracer, trace } from "@opentelemetry/api";

const maxStatementLength = 10_000;

/** The spans of one request: the HTTP request, its operation, and the statements of the operation, which can run at once. */
export class RequestTrace {
  readonly #tracer: Tracer;
  readonly #request: Span;
  #operation: Span | undefined;
  #callerLookup: Span | undefined;

  constructor(tracer: Tracer, request: Span) {
    this.#tracer = tracer;
    this.#request = request;
  }

  get id(): string {
    return this.#request.spanContext().traceId;
  }

  startOperation(type: string, name: string | undefined): void {
    // Apollo Server calls this again for an operation that has started already.
    this.#operation ??= this.#start(name === undefined ? type : `${type} ${name}`, this.#request, {
      "graphql.operation.type": type,
      ...(name !== undefined && { "graphql.operation.name": name }),
    });
  }

  endOperation(codes: readonly string[]): void {
    const [code] = codes;
    if (code !== undefined) markAsFailed(this.#operation ?? this.#request, code);
    this.#operation?.end();
  }

  /** Finds the caller in a separate span. */
  async callerLookup<T>(work: () => Promise<T>): Promise<T> {
    const span = this.#start("caller", this.#operation ?? this.#request);
    this.#callerLookup = span;
    try {
      return await work();
    } finally {
      this.#callerLookup = undefined;
      span.end();
    }
  }

  /** @param text is SQL without values. */
  startStatement(text: string): Span {
    const name = /^\W*(\w+)/.exec(text)?.[1]?.toUpperCase() ?? "SQL";
    const parent = this.#callerLookup ?? this.#operation ?? this.#request;
    const attributes = { "db.system.name": "postgresql", "db.query.text": text.slice(0, maxStatementLength) };
    return this.#start(name, parent, attributes, SpanKind.CLIENT);
  }

  end(status: number | "aborted"): void {
    if (typeof status === "number") this.#request.setAttribute("http.response.status_code", status);
    if (status === "aborted" || status >= 500) markAsFailed(this.#request, String(status));
    this.#request.end();
  }

  #start(name: string, parent: Span, attributes: Attributes = {}, kind = SpanKind.INTERNAL): Span {
    return this.#tracer.startSpan(name, { attributes, kind }, trace.setSpan(context.active(), parent));
  }
}

/** Marks a span as failed. It gets the code of the error and no message, because messages may contain values. */
export function markAsFailed(span: Span, code: string): void {
  span.setStatus({ code: SpanStatusCode.ERROR }).setAttribute("error.type", code);
}
