import type { Deadline } from "../../database/cancellation/deadline.js";
import type { RequestConnections } from "../../database/limits/connection-limits.js";
import type { Precondition } from "../../database/transactions/transaction.js";
import type { ActorType } from "./actor-type.js";
import type { Scope } from "./scope.type.js";

/** Who makes a request: a member of staff, an API key, a customer; or a command of the server itself. */
export interface Caller {
  readonly type: ActorType;
  /** What `createdBy` shows for what this caller makes. */
  readonly id: string;
  /** What the caller may do. A customer has no scopes: all they reach is their own record. */
  readonly scopes: ReadonlySet<Scope>;
  /** The request the caller makes, for history to name. */
  readonly requestId?: string;
  /** Until when that request may write. */
  readonly deadline?: Deadline | undefined;
  /** The connections that it holds. */
  readonly connections?: RequestConnections | undefined;
  /** What each transaction of that request begins with. */
  readonly precondition?: Precondition | undefined;
}

/** The customer whose record is all that this caller reaches; null for everybody else. */
export function customerIdOf(caller: Caller | null): string | null {
  return caller?.type === "CUSTOMER" ? caller.id : null;
}
