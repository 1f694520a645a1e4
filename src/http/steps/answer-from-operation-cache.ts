import type { FastifyReply, FastifyRequest } from "fastify";
import { type ExecutionResult, GraphQLError } from "graphql";
import type { Logger } from "pino";
import type { Context } from "../../access/context.js";
import {
  errorResponse,
  logFault,
  type MaskError,
  mustAnswerWith200,
} from "../../execution/errors/error-responses.plugin.js";
import type { CachedOperation, OperationCache } from "../../execution/operations/operation-cache.js";
import type { OperationGuard } from "../../execution/operations/operation-guard.js";
import { RequestVariables } from "../../execution/operations/request-variables.js";
import { secretCacheControl } from "../../execution/operations/secret-response.js";
import { type OperationResponse, stringifyResponse } from "../../execution/operations/stringify-response.js";
import { responseMediaType } from "../responses/response-media-type.js";
import type { CreateContext } from "./create-context.js";
import type { RequestStep } from "./request-step.js";

export interface OperationCacheOptions {
  readonly operationCache: OperationCache;
  readonly operationGuard: OperationGuard;
  readonly mask: MaskError;
  /** The maximum size of a response. */
  readonly maxBytes: number;
  readonly logger: Logger;
  readonly createContext: CreateContext;
}

interface OperationRequest {
  readonly operation: CachedOperation;
  readonly variables: RequestVariables;
}

/**
 * Answers an operation whose document is in the cache, without parsing and validating it again. The later steps answer all other
 * requests (docs/decisions/0009-operation-cache.md).
 */
export function answerFromOperationCache(options: OperationCacheOptions): RequestStep {
  return function answerFromOperationCache(request, reply, next) {
    const contentType = responseMediaType(request.headers.accept);
    const cached = contentType && findOperation(options.operationCache, request);
    return cached ? answer(cached, contentType, reply, options) : next(request, reply);
  };
}

function findOperation(cache: OperationCache, { method, body }: FastifyRequest): OperationRequest | undefined {
  if (method !== "POST" || !isObject(body)) return undefined;
  const { query, operationName, variables, extensions } = body;
  if (typeof query !== "string" || !areIgnoredExtensions(extensions)) return undefined;
  if (operationName !== undefined && operationName !== null && typeof operationName !== "string") return undefined;
  if (variables !== undefined && variables !== null && !isObject(variables)) return undefined;
  const operation = cache.find(query, operationName ?? undefined);
  if (operation === undefined || operation.isSubscription) return undefined;
  return { operation, variables: new RequestVariables(variables ?? {}) };
}

async function answer(
  cached: OperationRequest,
  contentType: string,
  reply: FastifyReply,
  options: OperationCacheOptions,
): Promise<string> {
  const context = options.createContext(reply.request);
  const { logEntry } = context;
  logEntry.start(cached.operation.definition);
  const result = await authorizeAndRun(cached, context, options.operationGuard);
  reply.header("content-type", contentType);
  if (cached.operation.showsSecret) reply.header("cache-control", secretCacheControl);
  logEntry.isCached = true;
  const response = formatResponse(result, reply, context, options);
  return `${await stringify(response, reply, context, options)}\n`;
}

/** Returns a result without data if the operation is refused. No resolver has run then. */
async function authorizeAndRun(
  { operation, variables }: OperationRequest,
  context: Context,
  operationGuard: OperationGuard,
): Promise<ExecutionResult> {
  try {
    await operationGuard.authorize(context, operation, variables);
  } catch (error) {
    return { errors: [asGraphqlError(error)] };
  }
  return operation.run(context, variables);
}

/** Formats the errors of a result, logs them, and sets status and headers of the reply. */
function formatResponse(
  { data, errors: originalErrors }: ExecutionResult,
  reply: FastifyReply,
  { requestId, cost, logEntry, deadline }: Context,
  { mask, logger }: OperationCacheOptions,
): OperationResponse {
  const extensions = cost && { cost };
  if (!originalErrors) return { data, extensions };
  const { operationName } = logEntry;
  for (const error of originalErrors) logFault(logger, error, { requestId, operationName, deadline });
  const isRefused = data === undefined;
  const { errors, status, headers } = errorResponse(originalErrors, requestId, mask, isRefused ? 500 : 200);
  const { accept } = reply.request.headers;
  reply.code(mustAnswerWith200(errors, accept) ? 200 : status).headers(headers);
  return { errors, data, extensions };
}

/** Writes the response as JSON. If it is too large, the error is written instead. */
async function stringify(
  response: OperationResponse,
  reply: FastifyReply,
  context: Context,
  options: OperationCacheOptions,
): Promise<string> {
  const limits = { maxBytes: options.maxBytes, deadline: context.deadline };
  try {
    const text = await stringifyResponse(response, limits);
    context.logEntry.end(response.errors);
    return text;
  } catch (error) {
    if (!(error instanceof GraphQLError)) throw error;
    const refusal = formatResponse({ errors: [error] }, reply, context, options);
    context.logEntry.end(refusal.errors);
    return stringifyResponse(refusal, limits);
  }
}

/** Wraps an error of the operation guard in the same way as Apollo Server. */
function asGraphqlError(error: unknown): GraphQLError {
  if (error instanceof GraphQLError) return error;
  const originalError = error instanceof Error ? error : new Error("The thrown value is not an Error.");
  return new GraphQLError(originalError.message, { originalError });
}

/** Apollo Client 4 sends its name and version as `clientLibrary`, which does not change the response. */
function areIgnoredExtensions(extensions: unknown): boolean {
  if (extensions === undefined || extensions === null) return true;
  return isObject(extensions) && Object.keys(extensions).every((name) => name === "clientLibrary");
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
