import type { Tracing } from "../../monitoring/tracing.js";
import type { RequestStep } from "./request-step.js";

/** Records a trace of the steps that follow, and of their SQL. */
export function traceRequest(tracing: Tracing): RequestStep {
  return function traceRequest(request, reply, next) {
    return tracing.traceRequest(request, () => next(request, reply));
  };
}
