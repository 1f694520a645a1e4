import type { ConcurrencyLimiter } from "../overload/concurrency-limiter.js";
import type { RequestStep } from "./request-step.js";

/** Counts the request as in flight until it is answered. The limiter refuses other requests while there are too many. */
export function countRequest(concurrencyLimiter: ConcurrencyLimiter): RequestStep {
  return function countRequest(request, reply, next) {
    return concurrencyLimiter.count(next(request, reply));
  };
}
