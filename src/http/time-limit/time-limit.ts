import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { Deadline } from "../../database/cancellation/deadline.js";
import type { RunningQueries } from "../../database/cancellation/running-queries.js";
import { describeError } from "../../monitoring/error-log.js";
import { answerUnavailable } from "../responses/http-errors.js";

declare module "fastify" {
  interface FastifyRequest {
    /** Until when it has to be answered. */
    deadline: Deadline | undefined;
  }
}

/** What answers a request; undefined where that is done already. */
export type Answer = (request: FastifyRequest, reply: FastifyReply) => Promise<string | undefined>;

/**
 * Gives requests a time limit: when it is over they are answered with SERVICE_UNAVAILABLE, whatever they wait for, and what
 * the database does for them is cancelled.
 */
export function limitTime(
  app: FastifyInstance,
  limitMs: number,
  runningQueries: RunningQueries,
): (answer: Answer) => Answer {
  app.decorateRequest("deadline", undefined);
  const message = `The request took longer than ${limitMs} ms. What it was to change may be changed or not.`;
  return (answer) => async (request, reply) => {
    const deadline = new Deadline(limitMs, runningQueries, () => {
      request.log.warn("request took too long");
      answerUnavailable(reply, message);
    });
    request.deadline = deadline;
    try {
      const answered = await answer(request, reply);
      return reply.sent ? undefined : answered;
    } catch (error) {
      if (!reply.sent) throw error;
      request.log.warn({ error: describeError(error) }, "request failed after its time");
      return undefined;
    } finally {
      deadline.release();
    }
  };
}
