import type { ConnectionsByProcessId } from "../../database/cancellation/connections-by-process-id.js";
import { Deadline } from "../../database/cancellation/deadline.js";
import { isDatabaseUnavailable } from "../../database/errors/errors.js";
import { describeError } from "../../monitoring/error-log.js";
import { answerUnavailable } from "../responses/http-errors.js";
import type { RequestStep } from "./request-step.js";

/** Limits the time of requests. After that time a request is answered with SERVICE_UNAVAILABLE and its SQL is cancelled. */
export function limitTime(limitMs: number, connections: ConnectionsByProcessId): RequestStep {
  const message = `The request took longer than ${limitMs} ms. Its changes may have been saved or not.`;
  return async function limitTime(request, reply, next) {
    const deadline = new Deadline(limitMs, connections, () => {
      request.log.warn("request took too long");
      answerUnavailable(reply, message);
    });
    request.deadline = deadline;
    try {
      const body = await next(request, reply);
      return reply.sent ? undefined : body;
    } catch (error) {
      if (deadline.isOver && isDatabaseUnavailable(error)) {
        deadline.end();
        return undefined;
      }
      if (!reply.sent) throw error;
      request.log.warn({ error: describeError(error) }, "request failed after its time limit");
      return undefined;
    } finally {
      deadline.stopTimer();
    }
  };
}
