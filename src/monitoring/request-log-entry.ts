import type { OperationDefinitionNode } from "graphql";
import type { RequestTrace } from "./request-trace.js";

/** Names come from clients. */
const maxNameLength = 100;

/** What the log, the metrics and the traces say of a GraphQL request: collected while it is answered. Never a value. */
export class RequestLogEntry {
  readonly requestId: string;
  /** What the client, or a proxy, calls the request. */
  readonly clientRequestId: string | undefined;
  operationType: "query" | "mutation" | "subscription" | undefined;
  /** As the document defines it. */
  operationName: string | undefined;
  caller: { readonly type: string; readonly id: string } | null = null;
  /** Of the errors of the answer; undefined until there is one. */
  codes: readonly string[] | undefined;
  /** What the operation costs by the schema's own measure. */
  cost: number | undefined;
  /** Whether the document was known, and Apollo Server not asked. */
  isCached = false;
  durationSeconds = 0;
  /** Where the request is traced. */
  trace: RequestTrace | undefined;
  #startedAt = 0;

  constructor(requestId: string, clientRequestId?: string) {
    this.requestId = requestId;
    this.clientRequestId = clientRequestId;
  }

  /** The operation was picked, and nothing of it has run. */
  start({ operation, name }: OperationDefinitionNode): void {
    this.operationType = operation;
    this.operationName = name?.value.slice(0, maxNameLength);
    this.#startedAt ||= performance.now();
    this.trace?.startOperation(operation, this.operationName);
  }

  /** The answer is there, with the errors that its client sees. */
  end(errors: readonly { readonly extensions?: Readonly<Record<string, unknown>> }[] = []): void {
    this.codes = errors.length === 0 ? [] : [...new Set(errors.map(({ extensions }) => String(extensions?.code)))];
    if (this.#startedAt !== 0) this.durationSeconds = (performance.now() - this.#startedAt) / 1000;
    this.trace?.endOperation(this.codes);
  }
}
