import type { FastifyReply, FastifyRequest } from "fastify";
import { type ExecutionResult, GraphQLError } from "graphql";
import type { Logger } from "pino";
import type { Context } from "../../access/context.js";
import type { Variables } from "../../graphql/cost/variable-values.js";
import { errorResponse, logFault, type MaskError, mustAnswerWith200 } from "../errors/error-responses.plugin.js";
import type { CachedOperation, OperationCache } from "./operation-cache.js";
import type { OperationGuard } from "./operation-guard.js";
import { responseMediaType } from "./response-media-type.js";
import { type Answer, stringifyResponse } from "./stringify-response.js";

/** What a request asks for. */
interface Request {
  readonly operation: CachedOperation;
  readonly operationName: string | undefined;
  readonly variables: Variables;
}

/** What known operations are answered with. */
export interface CachedOperationHandlerOptions {
  readonly operations: OperationCache;
  readonly operationGuard: OperationGuard;
  readonly mask: MaskError;
  /** No answer is larger. */
  readonly maxBytes: number;
  readonly logger: Logger;
}

/**
 * Answers requests for known operations, without the steps that their like have taken before: Apollo Server reads,
 * validates and answers whatever comes for the first time, and all that is not answered here.
 */
export class CachedOperationHandler {
  readonly #parts: CachedOperationHandlerOptions;

  constructor(parts: CachedOperationHandlerOptions) {
    this.#parts = parts;
  }

  /** Undefined where the request is not answered here; nothing of it has run then. */
  async answer(
    request: FastifyRequest,
    reply: FastifyReply,
    createContext: () => Context,
  ): Promise<string | undefined> {
    const contentType = responseMediaType(request.headers.accept);
    const known = contentType && this.#requestOf(request);
    if (!known) return undefined;
    const context = createContext();
    const { logEntry } = context;
    logEntry.start(known.operation.definition);
    const result = await this.#run(known, context);
    reply.header("content-type", contentType);
    logEntry.isCached = true;
    const answer = this.#finished(result, request, reply, context);
    return `${await this.#write(answer, request, reply, context)}\n`;
  }

  async #write(answer: Answer, request: FastifyRequest, reply: FastifyReply, context: Context): Promise<string> {
    const limits = { maxBytes: this.#parts.maxBytes, deadline: context.deadline };
    try {
      const text = await stringifyResponse(answer, limits);
      context.logEntry.end(answer.errors);
      return text;
    } catch (error) {
      if (!(error instanceof GraphQLError)) throw error;
      const refusal = this.#finished({ errors: [error] }, request, reply, context);
      context.logEntry.end(refusal.errors);
      return stringifyResponse(refusal, limits);
    }
  }

  /** The result has no data where the operation was refused and nothing of it has run. */
  async #run({ operation, variables }: Request, context: Context): Promise<ExecutionResult> {
    try {
      await this.#parts.operationGuard.authorize(context, operation, variables);
    } catch (error) {
      return { errors: [asGraphqlError(error)] };
    }
    return operation.run(context, variables);
  }

  #requestOf({ method, body }: FastifyRequest): Request | undefined {
    if (method !== "POST" || !isObject(body)) return undefined;
    const { query, operationName, variables, extensions } = body;
    if (typeof query !== "string" || !areHarmless(extensions)) return undefined;
    if (operationName !== undefined && operationName !== null && typeof operationName !== "string") return undefined;
    if (variables !== undefined && variables !== null && !isObject(variables)) return undefined;
    const operation = this.#parts.operations.find(query, operationName ?? undefined);
    if (operation === undefined || operation.isSubscription) return undefined;
    return { operation, operationName: operationName ?? undefined, variables: variables ?? {} };
  }

  #finished(result: ExecutionResult, request: FastifyRequest, reply: FastifyReply, context: Context): Answer {
    const { requestId, cost } = context;
    const extensions = cost && { cost };
    if (!result.errors) return { data: result.data, extensions };
    const { mask, logger } = this.#parts;
    const { operationName } = context.logEntry;
    for (const error of result.errors) logFault(logger, error, { requestId, operationName });
    const isRefused = result.data === undefined;
    const { errors, status, headers } = errorResponse(result.errors, requestId, mask, isRefused ? 500 : 200);
    reply.code(isRefused && mustAnswerWith200(errors, request.headers.accept) ? 200 : status).headers(headers);
    return { errors, data: result.data, extensions };
  }
}

/** An error that was thrown before anything ran, as Apollo Server wraps it. */
function asGraphqlError(error: unknown): GraphQLError {
  if (error instanceof GraphQLError) return error;
  const originalError = error instanceof Error ? error : new Error("Something that is no error was thrown.");
  return new GraphQLError(originalError.message, { originalError });
}

/**
 * Whether the `extensions` of a request change nothing in its answer: Apollo Client 4 names
 * itself there, in `clientLibrary`.
 */
function areHarmless(extensions: unknown): boolean {
  if (extensions === undefined || extensions === null) return true;
  return isObject(extensions) && Object.keys(extensions).every((name) => name === "clientLibrary");
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
