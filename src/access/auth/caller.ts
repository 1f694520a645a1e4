import type { ActorType } from "./actor-type.js";
import type { Scope } from "./scope.type.js";
import type { VerifiedToken } from "./tokens.js";

/** The author of a request: a member of staff, an API key, a customer, or a command of the server. */
export interface Caller {
  readonly type: ActorType;
  /** The value of `createdBy` for objects that this caller creates. */
  readonly id: string;
  /** The scopes of the caller. A customer has none and reaches only their own record. */
  readonly scopes: ReadonlySet<Scope>;
  /** The session of the token. API keys, tokens of an identity provider, and tokens from before sessions existed have none. */
  readonly sessionId?: string | undefined;
  /** The verified claims of a token that this server has issued. */
  readonly token?: VerifiedToken | undefined;
}

/** The id of the customer if the caller is one, otherwise null. */
export function customerIdOf(caller: Caller | null): string | null {
  return caller?.type === "CUSTOMER" ? caller.id : null;
}
