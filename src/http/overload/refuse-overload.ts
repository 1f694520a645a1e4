import type { FastifyReply, FastifyRequest } from "fastify";
import { answerUnavailable } from "../responses/http-errors.js";
import type { ConcurrencyLimiter } from "./concurrency-limiter.js";

/** Answers a request with SERVICE_UNAVAILABLE before its body is read, while the server is overloaded. */
export function refuseOverload(concurrencyLimiter: ConcurrencyLimiter) {
  return (_request: FastifyRequest, reply: FastifyReply, done: () => void): void => {
    if (concurrencyLimiter.isFull) answerUnavailable(reply, "The server is overloaded. Try again in a moment.");
    else done();
  };
}
