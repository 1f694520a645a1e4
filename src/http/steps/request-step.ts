import type { FastifyReply, FastifyRequest } from "fastify";

/** Answers a request. The result is the body of the answer, or undefined when the reply is sent already. */
export type RequestHandler = (request: FastifyRequest, reply: FastifyReply) => Promise<string | undefined>;

/** One step from a request to its answer. It answers the request itself or calls the next step. */
export type RequestStep = (
  request: FastifyRequest,
  reply: FastifyReply,
  next: RequestHandler,
) => Promise<string | undefined>;

/** Connects steps to one handler that runs them in order. This happens once, not for each request. */
export function connectSteps(steps: readonly RequestStep[]): RequestHandler {
  return steps.reduceRight<RequestHandler>(
    (next, step) => (request, reply) => step(request, reply, next),
    () => Promise.reject(new Error("No step has answered the request.")),
  );
}
