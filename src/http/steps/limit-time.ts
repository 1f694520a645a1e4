import { Deadline } from "../../database/cancellation/deadline.js";
import type { RunningQueries } from "../../database/cancellation/running-queries.js";
import { describeError } from "../../monitoring/error-log.js";
import { answerUnavailable } from "../responses/http-errors.js";
import type { RequestStep } from "./request-step.js";

/** Gives requests a time limit. At its end the request is answered with SERVICE_UNAVAILABLE and its SQL is cancelled. */
export function limitTime(limitMs: number, runningQueries: RunningQueries): RequestStep {
  const message = `The request took longer than ${limitMs} ms. What it was to change may be changed or not.`;
  return async function limitTime(request, reply, next) {
    const deadline = new Deadline(limitMs, runningQueries, () => {
      request.log.warn("request took too long");
      answerUnavailable(reply, message);
    });
    request.deadline = deadline;
    try {
      const body = await next(request, reply);
      return reply.sent ? undefined : body;
    } catch (error) {
      if (!reply.sent) throw error;
      request.log.warn({ error: describeError(error) }, "request failed after its time");
      return undefined;
    } finally {
      deadline.release();
    }
  };
}
