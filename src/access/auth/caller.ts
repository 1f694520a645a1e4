import type { Deadline } from "../../database/cancellation/deadline.js";
import type { RequestConnections } from "../../database/limits/connection-limits.js";
import type { Precondition } from "../../database/transactions/transaction.js";
import type { ActorType } from "./actor-type.js";
import type { Scope } from "./scope.type.js";

/** The author of a request: a member of staff, an API key, a customer, or a command of the server. */
export interface Caller {
  readonly type: ActorType;
  /** The value of `createdBy` for objects that this caller creates. */
  readonly id: string;
  /** The scopes of the caller. A customer has none and reaches only their own record. */
  readonly scopes: ReadonlySet<Scope>;
  /** The id of the request, which history records. */
  readonly requestId?: string;
  /** The time until which the request may write. */
  readonly deadline?: Deadline | undefined;
  /** The database connections that the request holds. */
  readonly connections?: RequestConnections | undefined;
  /** A step that runs at the start of each transaction of the request. */
  readonly precondition?: Precondition | undefined;
}

/** The id of the customer if the caller is one, otherwise null. */
export function customerIdOf(caller: Caller | null): string | null {
  return caller?.type === "CUSTOMER" ? caller.id : null;
}
