import { forbidden } from "../../graphql/errors/request-errors.js";
import type { Caller } from "./caller.js";
import type { Requirement } from "./requirements.js";
import { allScopes, type Scope, scopesOf } from "./scope.type.js";

/** Whether an operation needs no caller: every field of it that declares anything is open, or lies below one that is. */
export function isPublic(requirements: readonly Requirement[]): boolean {
  return requirements.every(({ access, loginType }) => access.loginType !== undefined || loginType !== undefined);
}

/**
 * Refuses an operation that uses what its caller may not.
 * @throws FORBIDDEN, which names every scope that is missing.
 */
export function checkAccess(requirements: readonly Requirement[], caller: Caller | null): void {
  if (hasAccess(requirements, caller)) return;
  const refused = requirements.filter((requirement) => !isAllowed(requirement, caller));
  const missing = new Set(
    refused.flatMap(({ access, loginType }) => access.scopes.filter((scope) => isMissing(scope, loginType, caller))),
  );
  throw forbidden(
    [...new Set(refused.map(({ coordinate }) => coordinate))],
    allScopes.filter((scope) => missing.has(scope)),
  );
}

/** Whether a caller may use all that an operation uses. */
export function hasAccess(requirements: readonly Requirement[], caller: Caller | null): boolean {
  return requirements.every((requirement) => isAllowed(requirement, caller));
}

function isAllowed({ access, loginType }: Requirement, caller: Caller | null): boolean {
  if (access.loginType !== undefined) return true;
  if ((loginType ?? caller?.type) === "CUSTOMER") return access.orSelf;
  return !access.scopes.some((scope) => isMissing(scope, loginType, caller));
}

/** Below a login nobody holds scopes yet. */
function isMissing(scope: Scope, loginType: Requirement["loginType"], caller: Caller | null): boolean {
  return loginType !== undefined || !caller?.scopes.has(scope);
}

/**
 * Refuses to give, change or take away scopes that the caller does not hold.
 * @param what what of the schema asks for it, such as `Mutation.userDelete`.
 * @throws FORBIDDEN
 */
export function checkCallerHoldsScopes(caller: Caller | null, scopes: readonly Scope[], what: string): void {
  const missing = scopesOf(scopes).filter((scope) => !caller?.scopes.has(scope));
  if (missing.length > 0) throw forbidden([what], missing);
}
