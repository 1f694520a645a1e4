import type { OperationGuard } from "../../execution/operations/operation-guard.js";
import type { CreateContext } from "./create-context.js";
import type { RequestStep } from "./request-step.js";

/**
 * Charges for a refusal before the document is read, because reading and validating it can take longer than running it. The
 * operation guard refunds the charge when it authorizes the operation.
 */
export function chargeRefusal(operationGuard: OperationGuard, createContext: CreateContext): RequestStep {
  return async function chargeRefusal(request, reply, next) {
    request.refusalChargedTo = await operationGuard.chargeRefusal(createContext(request));
    return next(request, reply);
  };
}
