import { checkAccess, isOpen } from "../auth/check-access.js";
import type { Context } from "../context.js";
import { queryTooComplex, unauthenticated } from "../errors/request-errors.js";
import type { Limits } from "../limits/limits.js";
import { countValues } from "../limits/variable-values.js";
import type { KnownOperation } from "./known-operations.js";

type Variables = Readonly<Record<string, unknown>>;

/** Lets operations in, before anything of them runs: who may use what, and how much at once. */
export class Admission {
  readonly #limits: Limits;

  constructor(limits: Limits) {
    this.#limits = limits;
  }

  /**
   * Finds out who is calling and refuses what they may not do. Introspection and logins are open to everybody.
   * @throws UNAUTHENTICATED, FORBIDDEN, QUERY_TOO_COMPLEX, and BAD_USER_INPUT for values of variables.
   */
  async admit(context: Context, operation: KnownOperation, variables: Variables): Promise<void> {
    this.checkValues(variables);
    const { requirements, fault } = operation.requirements(variables);
    if (!isOpen(requirements)) {
      const caller = await context.findCaller();
      if (caller === null) throw unauthenticated();
      context.setCaller(caller);
    }
    checkAccess(requirements, context.caller);
    if (fault) throw fault;
    this.checkCost(context, operation, variables);
    if (operation.isQuery) context.startQuery();
  }

  /** @throws QUERY_TOO_COMPLEX for more values than anything takes: reading them would take long already. */
  checkValues(variables: Variables): void {
    const { values: max } = this.#limits;
    const actual = countValues(variables, max);
    if (actual > max) throw queryTooComplex({ limit: "values", max, actual });
  }

  /** @throws QUERY_TOO_COMPLEX */
  checkCost(context: Context, operation: KnownOperation, variables: Variables): void {
    const requested = operation.cost(variables);
    const { cost: limit } = this.#limits;
    context.cost = { requested, limit };
    context.report.cost = requested;
    if (requested > limit) throw queryTooComplex({ limit: "cost", max: limit, actual: requested });
  }
}
