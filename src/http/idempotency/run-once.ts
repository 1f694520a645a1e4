import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { type GraphQLSchema, getOperationAST, parse } from "graphql";
import type { Logger } from "pino";
import type { Caller } from "../../access/auth/caller.js";
import { allScopes } from "../../access/auth/scope.type.js";
import { selectsSecret } from "../../access/auth/secret-field.js";
import type { Context } from "../../access/context.js";
import { isDatabaseUnavailable } from "../../database/errors/errors.js";
import type { Reader } from "../../database/fast-reads/reader.js";
import type { PrismaClient } from "../../database/generated/client.js";
import type { Precondition } from "../../database/transactions/transaction.js";
import { idempotencyKeyCost, type RateLimiter } from "../../execution/limits/rate-limiter.js";
import { responseMediaType } from "../../execution/operations/response-media-type.js";
import { requestErrorCodes, serverFaults } from "../../graphql/errors/request-errors.js";
import { showInexactNumber } from "../../graphql/json/inexact-number.js";
import { newUlid } from "../../graphql/node/ulid.js";
import { describeError } from "../../monitoring/error-log.js";
import { answerUnavailable, notAcceptable, type Refusal, refuse } from "../responses/http-errors.js";
import type { Answer } from "../time-limit/time-limit.js";
import { IdempotencyKey, readIdempotencyKey, sha256 } from "./idempotency-key.js";
import { type Attempt, type Earlier, leaseCondition, releaseLease, storeResponse, take } from "./leases.js";
import {
  isStillAllowed,
  type Mutation,
  missingScopesOf,
  responseToStore,
  type StoredResponse,
} from "./stored-response.js";

declare module "fastify" {
  interface FastifyRequest {
    /** A statement that each of its transactions begins with, and that has to change a row. */
    precondition: Precondition | undefined;
  }
}

/** What mutations that run once are made of. */
export interface RunOnceOptions {
  readonly db: PrismaClient;
  readonly schema: GraphQLSchema;
  readonly logger: Logger;
  readonly maxTokens: number;
  /** How long a request may take. */
  readonly timeLimitMs: number | undefined;
  readonly rateLimiter: RateLimiter;
  contextOf(request: FastifyRequest): Context;
}

/** A mutation to run once. */
interface Once {
  readonly mutation: Mutation;
  readonly caller: Caller;
  readonly key: IdempotencyKey;
  readonly attempt: Attempt;
  /** Sends nothing after the deadline of the request. */
  readonly reader: Reader;
  readonly showsSecret: boolean;
}

const unlimitedMs = 60_000;
const marginMs = 5_000;

/**
 * Runs a mutation that is sent with an Idempotency-Key once: the same again gets the same answer
 * (docs/decisions/0012-idempotency-keys.md).
 */
export function runOnce(app: FastifyInstance, options: RunOnceOptions): (answer: Answer) => Answer {
  app.decorateRequest("precondition", undefined);
  return (answer) => (request, reply) =>
    request.headers["idempotency-key"] === undefined
      ? answer(request, reply)
      : answerOnce(request, reply, { ...options, answer });
}

async function answerOnce(
  request: FastifyRequest,
  reply: FastifyReply,
  options: RunOnceOptions & { answer: Answer },
): Promise<string | undefined> {
  const { answer } = options;
  const mutation = mutationIn(request.body, options.maxTokens);
  if (mutation === undefined) return answer(request, reply);
  const header = readIdempotencyKey(request.headers["idempotency-key"]);
  if (header === undefined) return refused(reply, malformedKey);
  try {
    const once = await onceOf(request, header, mutation, options);
    // Who is nobody gets to know that by the answer; a login may be repeated.
    if (once === undefined) return answer(request, reply);
    const earlier = await take(once.reader, once.attempt);
    if (earlier === undefined) return await runNow(once, request, reply, options);
    return await answerAgain(once, earlier, request, reply, options);
  } catch (error) {
    if (!isDatabaseUnavailable(error) || reply.sent) throw error;
    request.log.error({ error: describeError(error) }, "request failed");
    answerUnavailable(reply, serverFaults.SERVICE_UNAVAILABLE);
    return undefined;
  }
}

/** The mutation that a request asks for; undefined for all else, what is wrong included. */
function mutationIn(body: unknown, maxTokens: number): Mutation | undefined {
  const { query, operationName, variables } = (body ?? {}) as Readonly<Record<string, unknown>>;
  if (typeof query !== "string") return undefined;
  try {
    const document = parse(query, { maxTokens });
    const operation = getOperationAST(document, typeof operationName === "string" ? operationName : undefined);
    if (operation?.operation !== "mutation") return undefined;
    return { document, operation, variables: isObject(variables) ? variables : {} };
  } catch {
    return undefined;
  }
}

async function onceOf(
  request: FastifyRequest,
  header: string,
  mutation: Mutation,
  { schema, contextOf, rateLimiter, timeLimitMs = unlimitedMs }: RunOnceOptions,
): Promise<Once | undefined> {
  const context = contextOf(request);
  const caller = await context.findCaller();
  if (caller === null) return undefined;
  await rateLimiter.charge({ caller, clientAddress: context.clientAddress }, idempotencyKeyCost);
  const key = new IdempotencyKey(header, caller);
  const { query, operationName, variables } = request.body as Readonly<Record<string, unknown>>;
  const attempt = {
    id: key.id,
    fingerprint: sha256(JSON.stringify([query, operationName ?? null, variables ?? null], showInexactNumber)),
    name: newUlid(),
    requestId: request.id,
    lastsMs: timeLimitMs + marginMs,
  };
  return {
    mutation,
    caller,
    key,
    attempt,
    reader: context.reader,
    showsSecret: selectsSecret(schema, mutation.document),
  };
}

async function runNow(
  { caller, key, attempt, showsSecret }: Once,
  request: FastifyRequest,
  reply: FastifyReply,
  { db, logger, answer }: RunOnceOptions & { answer: Answer },
): Promise<string | undefined> {
  request.precondition = leaseCondition(attempt);
  let body: string | undefined;
  try {
    body = await answer(request, reply);
    return body;
  } finally {
    const kept = body === undefined || showsSecret ? undefined : responseToStore(body, reply, caller);
    const finished =
      kept === undefined ? releaseLease(db, attempt) : storeResponse(db, attempt, key.seal(JSON.stringify(kept)));
    // What was answered stays so: who asks again is told what became of it as far as the database knows.
    await finished.catch((error) => logger.warn({ error: describeError(error) }, "an answer was not kept"));
  }
}

async function answerAgain(
  once: Once,
  earlier: Earlier,
  request: FastifyRequest,
  reply: FastifyReply,
  options: RunOnceOptions & { answer: Answer },
): Promise<string | undefined> {
  if (!earlier.isSame) return refused(reply, refusalOf("IDEMPOTENCY_KEY_REUSED", 422));
  if (earlier.answer !== null) {
    if (isStillAllowed(options.schema, once.mutation, once.caller)) {
      return repeat(unsealed(earlier.answer, once.key), once.caller, request, reply);
    }
    // It is refused as if it were sent for the first time. If it is allowed again by then, it still writes nothing: it is not
    // its turn.
    request.precondition = leaseCondition(once.attempt);
    return options.answer(request, reply);
  }
  if (earlier.isRunning) return refused(reply, refusalOf("IDEMPOTENCY_KEY_IN_USE", 409));
  const details = { requestId: earlier.requestId };
  return refused(reply, { ...refusalOf("IDEMPOTENCY_ANSWER_LOST", 410), details });
}

function unsealed(answer: Uint8Array, key: IdempotencyKey): StoredResponse {
  const kept = JSON.parse(key.unseal(answer)) as Omit<StoredResponse, "scopes"> & Partial<StoredResponse>;
  // Those that a former version kept do not say.
  return { scopes: allScopes, ...kept };
}

/** Gives an answer once more, to a caller who may do all that they could when it was made. */
function repeat(
  kept: StoredResponse,
  caller: Caller,
  request: FastifyRequest,
  reply: FastifyReply,
): string | undefined {
  const contentType = responseMediaType(request.headers.accept);
  if (contentType === undefined) return refused(reply, notAcceptable);
  const missingScopes = missingScopesOf(kept, caller);
  if (missingScopes.length > 0) {
    const message = `The answer to this mutation was made for a caller with the scope ${missingScopes.join(", ")}.`;
    return refused(reply, { status: 403, code: "FORBIDDEN", message, details: { missingScopes } });
  }
  reply.code(kept.status).headers({ "content-type": contentType, "idempotent-replayed": "true" });
  return kept.body;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

const malformedKey: Refusal = {
  status: 400,
  code: "BAD_REQUEST",
  message:
    "The header Idempotency-Key must have 1 to 255 printable ASCII characters, without spaces, quotes and backslashes in it.",
};

function refusalOf(code: keyof typeof requestErrorCodes, status: number): Refusal {
  return { status, code, message: requestErrorCodes[code] };
}

function refused(reply: FastifyReply, refusal: Refusal): undefined {
  refuse(reply, refusal);
}
