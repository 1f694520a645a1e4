import { checkAccess, isOpen } from "../auth/check-access.js";
import type { Context } from "../context.js";
import { queryTooComplex, rateLimitExceeded, unauthenticated } from "../errors/request-errors.js";
import type { Limits } from "../limits/limits.js";
import type { RateLimiter } from "../limits/rate-limiter.js";
import { countValues, type Variables } from "../limits/variable-values.js";
import { clientOf } from "../login/client-address.js";
import type { KnownOperation } from "./known-operations.js";

/** Lets operations in, before anything of them runs: who may use what, and how much at once. */
export class Admission {
  readonly #limits: Limits;
  readonly #rateLimiter: RateLimiter | undefined;

  /** Without a rate limiter, callers may ask as often as they like. */
  constructor(limits: Limits, rateLimiter: RateLimiter | undefined) {
    this.#limits = limits;
    this.#rateLimiter = rateLimiter;
  }

  /**
   * Finds out who is calling and refuses what they may not do. Introspection and logins are open to everybody.
   * @throws UNAUTHENTICATED, FORBIDDEN, QUERY_TOO_COMPLEX, RATE_LIMITED, and BAD_USER_INPUT for values of variables.
   */
  async admit(context: Context, operation: KnownOperation, variables: Variables): Promise<void> {
    this.checkValues(variables);
    const { requirements, fault } = operation.requirements(variables);
    if (!isOpen(requirements)) {
      const caller = await context.findCaller();
      if (caller === null) {
        await this.#take(context, 1);
        throw unauthenticated();
      }
      context.setCaller(caller);
    }
    checkAccess(requirements, context.caller);
    if (fault) throw fault;
    await this.charge(context, operation, variables);
    if (operation.isQuery) context.startQuery();
  }

  /** @throws QUERY_TOO_COMPLEX for more values than anything takes: reading them would take long already. */
  checkValues(variables: Variables): void {
    const { values: max } = this.#limits;
    const actual = countValues(variables, max);
    if (actual > max) throw queryTooComplex({ limit: "values", max, actual });
  }

  /**
   * Takes what the operation costs from what its caller has left.
   * @throws QUERY_TOO_COMPLEX, RATE_LIMITED
   */
  async charge(context: Context, operation: KnownOperation, variables: Variables): Promise<void> {
    const requested = operation.cost(variables);
    const { cost: limit } = this.#limits;
    context.cost = { requested, limit };
    context.report.cost = requested;
    if (requested > limit) throw queryTooComplex({ limit: "cost", max: limit, actual: requested });
    if (this.#rateLimiter === undefined) return;
    // What costs nothing is work all the same.
    const remaining = await this.#take(context, Math.max(1, requested));
    context.cost = { requested, limit, remaining };
  }

  /** @returns what the caller has left. */
  async #take({ caller, clientAddress }: Context, cost: number): Promise<number | undefined> {
    if (this.#rateLimiter === undefined) return undefined;
    const subject = caller ? `${caller.type} ${caller.id}` : `client ${clientOf(clientAddress)}`;
    const { isAllowed, remaining } = await this.#rateLimiter.take(subject, cost);
    if (!isAllowed) throw rateLimitExceeded({ ...this.#rateLimiter.limit, cost, remaining });
    return remaining;
  }
}
