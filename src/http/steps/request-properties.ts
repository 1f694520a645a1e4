import type { FastifyInstance } from "fastify";
import type { Caller } from "../../access/auth/caller.js";
import type { Payer } from "../../access/context.js";
import type { Deadline } from "../../database/cancellation/deadline.js";
import type { Precondition } from "../../database/transactions/transaction.js";

declare module "fastify" {
  interface FastifyRequest {
    /** The time limit of the request. Set by limitTime. */
    deadline: Deadline | undefined;
    /** Each transaction of the request begins with this statement, which must change a row. Set by runOnceForKey. */
    precondition: Precondition | undefined;
    /** The authenticated caller. Set by the context of the request. */
    caller: Caller | undefined;
    /** The payer that was charged in advance for a refusal. Authorizing the operation refunds the charge. Set by chargeRefusal. */
    refusalChargedTo: Payer | undefined;
  }
}

/** Declares the properties that steps set on requests. The context of a request contains them. */
export function addRequestProperties(app: FastifyInstance): void {
  app.decorateRequest("deadline", undefined);
  app.decorateRequest("precondition", undefined);
  app.decorateRequest("caller", undefined);
  app.decorateRequest("refusalChargedTo", undefined);
}
