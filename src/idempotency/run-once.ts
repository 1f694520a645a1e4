import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { type DocumentNode, getOperationAST, Kind, parse, visit } from "graphql";
import type { Logger } from "pino";
import type { Context } from "../context.js";
import { isDatabaseUnavailable } from "../database/errors.js";
import type { Prisma, PrismaClient } from "../database/generated/client.js";
import { describeError } from "../errors/error-log.js";
import { answerUnavailable, type Refusal, refuse } from "../errors/http-errors.js";
import { requestErrorCodes, serverFaults } from "../errors/request-errors.js";
import { idempotencyKeyCost, type RateLimiter } from "../limits/rate-limiter.js";
import { newUlid } from "../node/ulid.js";
import type { Answer } from "../time-limit.js";
import { type Attempt, type Earlier, giveUp, keepAnswer, markWritten, take } from "./attempts.js";
import { IdempotencyKey, readIdempotencyKey, sha256 } from "./idempotency-key.js";

declare module "fastify" {
  interface FastifyRequest {
    /** A statement that each of its transactions begins with, and that has to change a row. */
    claim: Prisma.Sql | undefined;
  }
}

/** What mutations that run once are made of. */
export interface RunOnceOptions {
  readonly db: PrismaClient;
  readonly logger: Logger;
  readonly maxTokens: number;
  /** How long a request may take. */
  readonly timeLimitMs: number | undefined;
  readonly rateLimiter: RateLimiter;
  contextOf(request: FastifyRequest): Context;
}

/** A mutation to run once. */
interface Once {
  readonly key: IdempotencyKey;
  readonly attempt: Attempt;
  readonly showsSecret: boolean;
}

interface KeptAnswer {
  readonly status: number;
  readonly contentType: string;
  readonly body: string;
}

const unlimitedMs = 60_000;
const marginMs = 5_000;
const maxKeptCharacters = 1_048_576;
/** The fields that show a secret: it is stored nowhere, so neither are answers that hold one. */
export const secretFields: ReadonlySet<string> = new Set(["secret", "token"]);

/**
 * Runs a mutation that is sent with an Idempotency-Key once: the same again gets the same answer
 * (docs/decisions/0012-idempotency-keys.md).
 */
export function runOnce(app: FastifyInstance, options: RunOnceOptions): (answer: Answer) => Answer {
  app.decorateRequest("claim", undefined);
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
  const document = mutationIn(request.body, options.maxTokens);
  if (document === undefined) return answer(request, reply);
  const header = readIdempotencyKey(request.headers["idempotency-key"]);
  if (header === undefined) return refused(reply, malformedKey);
  try {
    const once = await onceOf(request, header, document, options);
    // Who is nobody gets to know that by the answer; a login may be repeated.
    if (once === undefined) return answer(request, reply);
    const earlier = await take(options.db, once.attempt);
    if (earlier === undefined) return await runNow(once, request, reply, options);
    return answerAgain(once, earlier, reply);
  } catch (error) {
    if (!isDatabaseUnavailable(error) || reply.sent) throw error;
    request.log.error({ error: describeError(error) }, "request failed");
    answerUnavailable(reply, serverFaults.SERVICE_UNAVAILABLE);
    return undefined;
  }
}

/** The document of a request for a mutation; undefined for all else, what is wrong included. */
function mutationIn(body: unknown, maxTokens: number): DocumentNode | undefined {
  const { query, operationName } = (body ?? {}) as Readonly<Record<string, unknown>>;
  if (typeof query !== "string") return undefined;
  try {
    const document = parse(query, { maxTokens });
    const operation = getOperationAST(document, typeof operationName === "string" ? operationName : undefined);
    return operation?.operation === "mutation" ? document : undefined;
  } catch {
    return undefined;
  }
}

async function onceOf(
  request: FastifyRequest,
  header: string,
  document: DocumentNode,
  { contextOf, rateLimiter, timeLimitMs = unlimitedMs }: RunOnceOptions,
): Promise<Once | undefined> {
  const context = contextOf(request);
  const caller = await context.findCaller();
  if (caller === null) return undefined;
  await rateLimiter.charge({ caller, clientAddress: context.clientAddress }, idempotencyKeyCost);
  const key = new IdempotencyKey(header, caller);
  const { query, operationName, variables } = request.body as Readonly<Record<string, unknown>>;
  const attempt = {
    id: key.id,
    fingerprint: sha256(JSON.stringify([query, operationName ?? null, variables ?? null])),
    name: newUlid(),
    requestId: request.id,
    lastsMs: timeLimitMs + marginMs,
  };
  return { key, attempt, showsSecret: showsSecret(document) };
}

function showsSecret(document: DocumentNode): boolean {
  let found = false;
  visit(document, {
    [Kind.FIELD]: ({ name }) => {
      if (secretFields.has(name.value)) found = true;
    },
  });
  return found;
}

async function runNow(
  { key, attempt, showsSecret }: Once,
  request: FastifyRequest,
  reply: FastifyReply,
  { db, logger, answer }: RunOnceOptions & { answer: Answer },
): Promise<string | undefined> {
  request.claim = markWritten(attempt);
  let body: string | undefined;
  try {
    body = await answer(request, reply);
    return body;
  } finally {
    const kept = body === undefined || showsSecret ? undefined : answerToKeep(body, reply);
    const finished = kept === undefined ? giveUp(db, attempt) : keepAnswer(db, attempt, key.seal(JSON.stringify(kept)));
    // What was answered stays so: who asks again is told what became of it as far as the database knows.
    await finished.catch((error) => logger.warn({ error: describeError(error) }, "an answer was not kept"));
  }
}

/** Undefined where nothing has run, or asking again may do better. */
function answerToKeep(body: string, reply: FastifyReply): KeptAnswer | undefined {
  const { data, errors = [] } = JSON.parse(body) as { data?: unknown; errors?: { extensions?: { code?: string } }[] };
  const isFault = errors.some(({ extensions }) => passing.has(extensions?.code));
  if (data === undefined || isFault || body.length > maxKeptCharacters) return undefined;
  // Its time was up, and its client has another answer.
  const isLate = reply.sent;
  if (isLate && errors.length > 0) return undefined;
  const contentType = String(reply.getHeader("content-type"));
  return { status: isLate ? 200 : reply.statusCode, contentType, body };
}

const passing: ReadonlySet<unknown> = new Set([...Object.keys(serverFaults), "RATE_LIMITED", "IDEMPOTENCY_KEY_IN_USE"]);

function answerAgain({ key }: Once, earlier: Earlier, reply: FastifyReply): string | undefined {
  if (!earlier.isSame) return refused(reply, refusalOf("IDEMPOTENCY_KEY_REUSED", 422));
  if (earlier.answer !== null) {
    const { status, contentType, body } = JSON.parse(key.unseal(earlier.answer)) as KeptAnswer;
    reply.code(status).headers({ "content-type": contentType, "idempotent-replayed": "true" });
    return body;
  }
  if (earlier.isRunning) return refused(reply, refusalOf("IDEMPOTENCY_KEY_IN_USE", 409));
  const details = { requestId: earlier.requestId };
  return refused(reply, { ...refusalOf("IDEMPOTENCY_ANSWER_LOST", 410), details });
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
