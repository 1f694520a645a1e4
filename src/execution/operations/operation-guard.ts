import { GraphQLError } from "graphql";
import type { Caller } from "../../access/auth/caller.js";
import type { MaybeCaller } from "../../access/auth/caller-cache.js";
import { checkAccess, checkCallerHoldsScopes, isPublic } from "../../access/auth/check-access.js";
import type { Scope } from "../../access/auth/scope.type.js";
import type { Context, Payer } from "../../access/context.js";
import { isDatabaseUnavailable } from "../../database/errors/errors.js";
import { countValues, type Variables } from "../../graphql/cost/variable-values.js";
import { queryTooComplex, unauthenticated } from "../../graphql/errors/request-errors.js";
import { letOthersRun } from "../../graphql/event-loop/pauses.js";
import type { Limits } from "../limits/limits.js";
import { type RateLimiter, refusalCost, smallOperationCost } from "../limits/rate-limiter.js";
import type { CachedOperation } from "./operation-cache.js";
import type { RequestVariables } from "./request-variables.js";

/** Reading so many values takes tens of milliseconds. */
const manyValues = 5_000;

/** A request that is no operation. */
export interface GuardedRoute {
  /** Method and path, such as `POST /files`. */
  readonly route: string;
  /** The scopes that the caller must hold. */
  readonly scopes: readonly Scope[];
  readonly cost: number;
}

/** Authorizes operations before they run: checks the caller, access, cost and rate limit. */
export class OperationGuard {
  readonly #limits: Limits;
  readonly #rateLimiter: RateLimiter;

  constructor(limits: Limits, rateLimiter: RateLimiter) {
    this.#limits = limits;
    this.#rateLimiter = rateLimiter;
  }

  /**
   * Charges for the refusal of a request before its document is read, because reading it can be the most expensive part.
   * `authorize` refunds the charge. A cached caller is charged, otherwise the client's address. If the rate limit of the address
   * is exceeded, the caller is authenticated and charged, so that one client does not block others with the same address.
   * @returns the payer that was charged.
   * @throws RATE_LIMITED
   */
  async chargeRefusal(context: Context): Promise<Payer> {
    const cachedCaller = await orNullIfUnavailable(context.findCachedCaller());
    try {
      return await this.#chargeRefusal(cachedCaller, context);
    } catch (error) {
      const caller = cachedCaller ? null : await orNullIfUnavailable(context.findCaller());
      if (caller === null) throw error;
      return this.#chargeRefusal(caller, context);
    }
  }

  /**
   * Authenticates the caller and refuses an operation that they must not use. Introspection and logins need no caller.
   * @throws UNAUTHENTICATED, FORBIDDEN, QUERY_TOO_COMPLEX, RATE_LIMITED, and BAD_USER_INPUT for values of variables.
   */
  async authorize(context: Context, operation: CachedOperation, variables: RequestVariables): Promise<void> {
    try {
      await this.#check(context, operation, variables);
    } catch (error) {
      const isRefusal = error instanceof GraphQLError && error.extensions.code !== "SERVICE_UNAVAILABLE";
      if (isRefusal) await this.#chargeCaller(context);
      throw error;
    }
    await this.#charge(context);
    if (operation.isQuery) context.db.readFromReplicas();
  }

  /**
   * Authenticates the caller of a request that is no operation, and charges a fixed cost.
   * @param route is its method and path, such as `POST /files`.
   * @throws UNAUTHENTICATED, RATE_LIMITED, and FORBIDDEN if a scope is missing.
   */
  async authorizeRoute(context: Context, { route, scopes, cost }: GuardedRoute): Promise<Caller> {
    context.logEntry.route = route;
    context.refusalChargedTo = await this.chargeRefusal(context);
    let caller: Caller | null;
    try {
      caller = await context.findCaller();
      if (caller === null) throw unauthenticated();
      context.setCaller(caller);
      checkCallerHoldsScopes(caller, scopes, route);
    } catch (error) {
      if (error instanceof GraphQLError) await this.#chargeCaller(context);
      throw error;
    }
    context.cost = { requested: cost, limit: cost };
    context.logEntry.cost = cost;
    await this.#charge(context);
    return caller;
  }

  /**
   * Counts the values in variables.
   * @throws QUERY_TOO_COMPLEX if there are more values than the limit, because reading them takes long.
   */
  checkValues(variables: Variables): number {
    const { values: max } = this.#limits;
    const actual = countValues(variables, max);
    if (actual > max) throw queryTooComplex({ limit: "values", max, actual });
    return actual;
  }

  /**
   * Charges the caller for the cost of the operation.
   * @throws QUERY_TOO_COMPLEX, RATE_LIMITED
   */
  async charge(context: Context, operation: CachedOperation, variables: RequestVariables): Promise<void> {
    this.#checkCost(context, operation, variables);
    await this.#charge(context);
  }

  /**
   * Charges the caller for an event of a subscription, because each event executes the selection again. Small selections are
   * free, so that a bulk write does not end the subscriptions to its changes.
   * @throws RATE_LIMITED
   */
  async chargeEvent(context: Context): Promise<void> {
    const cost = context.cost?.requested ?? 0;
    if (cost > smallOperationCost) await this.#rateLimiter.charge(context, cost);
  }

  async #check(context: Context, operation: CachedOperation, variables: RequestVariables): Promise<void> {
    // The pauses let other requests run between the steps that read all values.
    const hasManyValues = this.checkValues(variables.sent) > manyValues;
    context.hasManyValues = hasManyValues;
    if (hasManyValues) {
      await letOthersRun();
      operation.coerce(variables);
      await letOthersRun();
    }
    const { requirements, fault } = operation.requirements(variables);
    if (!isPublic(requirements)) {
      const caller = await context.findCaller();
      if (caller === null) throw unauthenticated();
      context.setCaller(caller);
    }
    checkAccess(requirements, context.caller);
    if (fault) throw fault;
    if (hasManyValues) await letOthersRun();
    this.#checkCost(context, operation, variables);
    if (hasManyValues) await letOthersRun();
  }

  /** The limit is lower for a caller whose rate limit is lower. */
  #checkCost(context: Context, operation: CachedOperation, variables: RequestVariables): void {
    const requested = operation.cost(variables);
    const limit = Math.min(this.#limits.cost, this.#rateLimiter.maxCost(context));
    context.cost = { requested, limit };
    context.logEntry.cost = requested;
    if (requested > limit) throw queryTooComplex({ limit: "cost", max: limit, actual: requested });
  }

  async #charge(context: Context): Promise<void> {
    if (context.refusalChargedTo) await this.#rateLimiter.refund(context.refusalChargedTo, refusalCost);
    if (context.cost === undefined) return;
    const remaining = await this.#rateLimiter.charge(context, Math.max(smallOperationCost, context.cost.requested));
    if (remaining !== undefined) {
      const { requested, limit } = context.cost;
      context.cost = { requested, limit, remaining };
    }
    const { caller, clientAddress } = context;
    context.refund = (cost) => this.#rateLimiter.refund({ caller, clientAddress }, cost);
  }

  /** Charges the caller for a refusal if they are authenticated by now, and refunds the address that was charged in advance. */
  async #chargeCaller(context: Context): Promise<void> {
    const { refusalChargedTo, caller } = context;
    if (refusalChargedTo !== undefined && (refusalChargedTo.caller !== null || caller === null)) return;
    if (refusalChargedTo) await this.#rateLimiter.refund(refusalChargedTo, refusalCost);
    await this.#chargeRefusal(caller, context);
  }

  async #chargeRefusal(caller: Caller | null, { clientAddress }: Context): Promise<Payer> {
    const payer = { caller, clientAddress };
    await this.#rateLimiter.charge(payer, refusalCost);
    return payer;
  }
}

/** Returns null while the database is unavailable. */
async function orNullIfUnavailable(caller: MaybeCaller): Promise<Caller | null> {
  try {
    return await caller;
  } catch (error) {
    if (!isDatabaseUnavailable(error)) throw error;
    return null;
  }
}
