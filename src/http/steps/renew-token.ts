import { isDue, type SessionRenewal } from "../../access/session/session-renewal.js";
import type { RequestStep } from "./request-step.js";

/**
 * Adds the header `X-Renewed-Token` to the response if the token of the caller is older than half of its lifetime. The header is
 * not a part of stored responses of an Idempotency-Key, because those have no headers.
 */
export function renewToken(renewal: SessionRenewal): RequestStep {
  return async function renewToken(request, reply, next) {
    const body = await next(request, reply);
    const { caller, logEntry } = request;
    // Nearly all requests end here, so this check needs no promise.
    if (caller?.token === undefined || !isDue(caller.token) || reply.sent) return body;
    const renewed = await renewal.renew(caller, logEntry?.operationType !== "query");
    if (renewed !== undefined && !reply.sent) reply.header("x-renewed-token", renewed);
    return body;
  };
}
