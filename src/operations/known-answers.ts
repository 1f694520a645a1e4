import type { FastifyReply, FastifyRequest } from "fastify";
import type { ExecutionResult } from "graphql";
import type { Logger } from "pino";
import type { Context } from "../context.js";
import { answerOfErrors, logFault, type MaskError } from "../errors/error-answers.plugin.js";
import type { Variables } from "../limits/variable-values.js";
import type { Admission } from "./admission.js";
import type { KnownOperation, KnownOperations } from "./known-operations.js";

/** What a request asks for. */
interface Request {
  readonly operation: KnownOperation;
  readonly operationName: string | undefined;
  readonly variables: Variables;
}

/** What known operations are answered with. */
export interface KnownAnswersParts {
  readonly operations: KnownOperations;
  readonly admission: Admission;
  readonly mask: MaskError;
  readonly logger: Logger;
}

/**
 * Answers requests for known operations, without the steps that their like have taken before: Apollo Server reads,
 * validates and answers whatever comes for the first time, and all that is not answered here.
 */
export class KnownAnswers {
  readonly #parts: KnownAnswersParts;
  /** For each `Accept` header, the type of the answers that Apollo Server gave it. */
  readonly #contentTypes = new Map<string | undefined, string>();

  constructor(parts: KnownAnswersParts) {
    this.#parts = parts;
  }

  /** Undefined where the request is not answered here; nothing of it has run then. */
  async answer(
    request: FastifyRequest,
    reply: FastifyReply,
    createContext: () => Context,
  ): Promise<string | undefined> {
    const contentType = this.#contentTypes.get(request.headers.accept);
    const known = contentType && this.#requestOf(request);
    if (!known) return undefined;
    const context = createContext();
    const { report } = context;
    report.start(known.operation.definition);
    if (!(await this.#mayRun(known, context))) return undefined;
    const result = await known.operation.run(context, known.variables);
    // Variables of the wrong type: nothing has run.
    if (!("data" in result)) return undefined;
    reply.header("content-type", contentType);
    report.isKnown = true;
    const answer = this.#finished(result, reply, context, known.operationName);
    report.end(answer.errors);
    return `${JSON.stringify(answer)}\n`;
  }

  /** Learns from an answer of Apollo Server what type its like have. */
  learn(request: FastifyRequest, reply: FastifyReply): void {
    const contentType = reply.getHeader("content-type");
    if (reply.statusCode !== 200 || typeof contentType !== "string" || this.#contentTypes.size >= maxContentTypes)
      return;
    this.#contentTypes.set(request.headers.accept, contentType);
  }

  #requestOf({ method, body }: FastifyRequest): Request | undefined {
    if (method !== "POST" || !isObject(body)) return undefined;
    const { query, operationName, variables, extensions } = body;
    if (typeof query !== "string" || (extensions !== undefined && extensions !== null)) return undefined;
    if (operationName !== undefined && operationName !== null && typeof operationName !== "string") return undefined;
    if (variables !== undefined && variables !== null && !isObject(variables)) return undefined;
    const operation = this.#parts.operations.find(query, operationName ?? undefined);
    if (operation === undefined || operation.isSubscription) return undefined;
    return { operation, operationName: operationName ?? undefined, variables: variables ?? {} };
  }

  /** Whether the caller may run the operation. Why not, Apollo Server says. */
  async #mayRun({ operation, variables }: Request, context: Context): Promise<boolean> {
    try {
      await this.#parts.admission.admit(context, operation, variables);
      return true;
    } catch {
      return false;
    }
  }

  #finished(result: ExecutionResult, reply: FastifyReply, context: Context, operationName: string | undefined) {
    const { requestId, cost } = context;
    if (!result.errors) return { data: result.data, extensions: { cost } };
    const { mask, logger } = this.#parts;
    for (const error of result.errors) logFault(logger, error, { requestId, operationName });
    const { errors, status, headers } = answerOfErrors(result.errors, requestId, mask);
    reply.code(status).headers(headers);
    return { errors, data: result.data, extensions: { cost } };
  }
}

const maxContentTypes = 100;

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
