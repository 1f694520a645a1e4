import type { OperationDefinitionNode } from "graphql";
import type { RequestTrace } from "./request-trace.js";

/** Clients choose the names, so the length is limited. */
const maxNameLength = 100;

/**
 * Data about a GraphQL request, or a request for a file, for the log, the metrics and the traces. It is collected while the request is processed, and
 * contains no values of variables or of the database.
 */
export class RequestLogEntry {
  readonly requestId: string;
  /** The request id that the client or a proxy has sent. */
  readonly clientRequestId: string | undefined;
  /** Method and path of a request that is no operation, such as `POST /files`. */
  route: string | undefined;
  /** The id of a stored file. */
  fileId: string | undefined;
  operationType: "query" | "mutation" | "subscription" | undefined;
  operationName: string | undefined;
  caller: { readonly type: string; readonly id: string } | null = null;
  /** The error codes of the response. Undefined before there is a response. */
  codes: readonly string[] | undefined;
  /** The computed cost of the operation. */
  cost: number | undefined;
  /** True if the operation cache had the document, so that Apollo Server was not used. */
  isCached = false;
  durationSeconds = 0;
  /** Undefined if the request is not traced. */
  trace: RequestTrace | undefined;
  #startedAt = 0;

  constructor(requestId: string, clientRequestId?: string) {
    this.requestId = requestId;
    this.clientRequestId = clientRequestId;
  }

  /** Records the operation before it runs. */
  start({ operation, name }: OperationDefinitionNode): void {
    this.operationType = operation;
    this.operationName = name?.value.slice(0, maxNameLength);
    this.#startedAt ||= performance.now();
    this.trace?.startOperation(operation, this.operationName);
  }

  /**
   * Records the end of the operation.
   * @param errors the errors in the response, as the client gets them.
   */
  end(errors: readonly { readonly extensions?: Readonly<Record<string, unknown>> }[] = []): void {
    this.codes = errors.length === 0 ? [] : [...new Set(errors.map(({ extensions }) => String(extensions?.code)))];
    if (this.#startedAt !== 0) this.durationSeconds = (performance.now() - this.#startedAt) / 1000;
    this.trace?.endOperation(this.codes);
  }
}
