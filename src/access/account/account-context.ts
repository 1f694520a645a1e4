import { loginsAreOff, unauthenticated } from "../../graphql/errors/request-errors.js";
import type { Caller } from "../auth/caller.js";
import type { Context } from "../context.js";

/** The parts of a request that people need to manage their account without a login. */
export type AccountContext = Pick<
  Context,
  "db" | "authentication" | "mailbox" | "clientAddress" | "userAgent" | "refund"
>;

/** The parts of a request that people need to change their own account. */
export type OwnAccountContext = AccountContext & Pick<Context, "caller">;

/** The caller of an operation that needs one. */
export function ownCaller({ caller }: OwnAccountContext): Caller {
  if (caller === null) throw unauthenticated();
  return caller;
}

/**
 * Operations that lead to a login call this first.
 * @throws FORBIDDEN if logins are disabled.
 */
export function requireLogins({ authentication }: Pick<Context, "authentication">): void {
  if (authentication.tokens === undefined) throw loginsAreOff();
}
