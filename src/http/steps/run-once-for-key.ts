import type { FastifyReply } from "fastify";
import type { Logger } from "pino";
import { isDatabaseUnavailable } from "../../database/errors/errors.js";
import type { PrismaClient } from "../../database/generated/client.js";
import { idempotencyKeyCost, type RateLimiter } from "../../execution/limits/rate-limiter.js";
import { requestErrorCodes, serverErrorMessages } from "../../graphql/errors/request-errors.js";
import { describeError } from "../../monitoring/error-log.js";
import { readIdempotencyKey } from "../idempotency/idempotency-key.js";
import {
  createKeyedMutation,
  type KeyedMutation,
  type KeyedMutationOptions,
  type Mutation,
  readMutation,
} from "../idempotency/keyed-mutation.js";
import {
  acquireLease,
  leaseCondition,
  type PreviousAttempt,
  releaseLease,
  storeResponse,
} from "../idempotency/leases.js";
import { replayResponse } from "../idempotency/replay-response.js";
import { isStillAllowed, responseToStore, sealResponse, unsealResponse } from "../idempotency/stored-response.js";
import { answerUnavailable, type Refusal, refuse } from "../responses/http-errors.js";
import type { CreateContext } from "./create-context.js";
import type { RequestStep } from "./request-step.js";

export interface RunOnceOptions extends KeyedMutationOptions {
  readonly db: PrismaClient;
  readonly logger: Logger;
  readonly maxTokens: number;
  readonly rateLimiter: RateLimiter;
  readonly createContext: CreateContext;
}

type RunNextStep = () => Promise<string | undefined>;

/**
 * Runs a mutation with an Idempotency-Key once. If the same request is sent again, it gets the stored response
 * (docs/decisions/0012-idempotency-keys.md).
 */
export function runOnceForKey(options: RunOnceOptions): RequestStep {
  return function runOnceForKey(request, reply, next) {
    if (request.headers["idempotency-key"] === undefined) return next(request, reply);
    const mutation = readMutation(request.body, options.maxTokens);
    if (mutation === undefined) return next(request, reply);
    return runOnce(mutation, reply, () => next(request, reply), options);
  };
}

async function runOnce(
  mutation: Mutation,
  reply: FastifyReply,
  runNextStep: RunNextStep,
  options: RunOnceOptions,
): Promise<string | undefined> {
  const { request } = reply;
  const key = readIdempotencyKey(request.headers["idempotency-key"]);
  if (key === undefined) return void refuse(reply, malformedKey);
  try {
    const context = options.createContext(request);
    const caller = await context.findCaller();
    // Each key belongs to a caller. A mutation without a caller is refused later, or it is a login, which may run twice.
    if (caller === null) return await runNextStep();
    await options.rateLimiter.charge({ caller, clientAddress: context.clientAddress }, idempotencyKeyCost);
    const keyed = createKeyedMutation(request, mutation, { key, caller }, options);
    const previous = await acquireLease(context.db, keyed.attempt);
    if (previous === undefined) return await runAndStore(keyed, reply, runNextStep, options);
    if (!previous.hasSameFingerprint || previous.response === null) return void refuse(reply, refusalAfter(previous));
    if (isStillAllowed(options.schema, mutation, caller)) {
      request.caller = caller;
      return replayResponse(unsealResponse(previous.response, keyed.key), caller, reply);
    }
    // The next steps refuse it. If it is allowed again by then, it cannot write, because it does not hold the lease.
    request.precondition = leaseCondition(keyed.attempt);
    return await runNextStep();
  } catch (error) {
    if (!isDatabaseUnavailable(error) || request.deadline?.isOver) throw error;
    request.log.error({ error: describeError(error) }, "request failed");
    return void answerUnavailable(reply, serverErrorMessages.SERVICE_UNAVAILABLE);
  }
}

/** Runs a mutation that holds the lease. Stores its response, or releases the lease if there is nothing to store. */
async function runAndStore(
  { caller, key, attempt, showsSecret }: KeyedMutation,
  reply: FastifyReply,
  runNextStep: RunNextStep,
  { db, logger }: RunOnceOptions,
): Promise<string | undefined> {
  reply.request.precondition = leaseCondition(attempt);
  let body: string | undefined;
  try {
    body = await runNextStep();
    return body;
  } finally {
    const response = body === undefined || showsSecret ? undefined : responseToStore(body, reply, caller);
    const finished =
      response === undefined ? releaseLease(db, attempt) : storeResponse(db, attempt, sealResponse(response, key));
    // The client gets its response anyway. If the same request is sent again, it gets an error that says if it has run.
    await finished.catch((error) => logger.warn({ error: describeError(error) }, "a response was not stored"));
  }
}

function refusalAfter({ hasSameFingerprint, isRunning, requestId }: PreviousAttempt): Refusal {
  if (!hasSameFingerprint) return refusalOf("IDEMPOTENCY_KEY_REUSED", 422);
  if (isRunning) return refusalOf("IDEMPOTENCY_KEY_IN_USE", 409);
  return { ...refusalOf("IDEMPOTENCY_ANSWER_LOST", 410), details: { requestId } };
}

function refusalOf(code: keyof typeof requestErrorCodes, status: number): Refusal {
  return { status, code, message: requestErrorCodes[code] };
}

const malformedKey: Refusal = {
  status: 400,
  code: "BAD_REQUEST",
  message:
    "The header Idempotency-Key must have 1 to 255 printable ASCII characters, without spaces, quotes and backslashes. The key can be in double quotes.",
};
