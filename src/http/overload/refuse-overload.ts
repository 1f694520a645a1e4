import type { FastifyReply, FastifyRequest } from "fastify";
import { answerUnavailable } from "../answers/http-errors.js";
import type { Capacity } from "./capacity.js";

/** Answers a request with SERVICE_UNAVAILABLE before its body is read, when no other can be taken on. */
export function refuseOverload(capacity: Capacity) {
  return (_request: FastifyRequest, reply: FastifyReply, done: () => void): void => {
    if (capacity.isFull) answerUnavailable(reply, "The server is overloaded. Try again in a moment.");
    else done();
  };
}
