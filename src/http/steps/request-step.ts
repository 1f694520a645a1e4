import type { FastifyReply, FastifyRequest } from "fastify";

/** Answers a request. Returns the body of the response, or undefined if the reply is already sent. */
export type RequestHandler = (request: FastifyRequest, reply: FastifyReply) => Promise<string | undefined>;

/** One step from a request to its response. It answers the request itself or calls the next step. */
export type RequestStep = (
  request: FastifyRequest,
  reply: FastifyReply,
  next: RequestHandler,
) => Promise<string | undefined>;

/** Combines steps to one handler that runs them in order. Call it once, not for each request. */
export function connectSteps(steps: readonly RequestStep[]): RequestHandler {
  return steps.reduceRight<RequestHandler>(
    (next, step) => (request, reply) => step(request, reply, next),
    () => Promise.reject(new Error("No step has answered the request.")),
  );
}
