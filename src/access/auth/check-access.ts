import { forbidden } from "../../graphql/errors/request-errors.js";
import type { Caller } from "./caller.js";
import type { Requirement } from "./requirements.js";
import { allScopes, type Scope, scopesOf } from "./scope.type.js";

/** Whether an operation needs no caller: every field of it that declares anything is open, or lies below one that is. */
export function isOpen(requirements: readonly Requirement[]): boolean {
  return requirements.every(({ access, seenAs }) => access.openAs !== undefined || seenAs !== undefined);
}

/**
 * Refuses an operation that uses what its caller may not.
 * @throws FORBIDDEN, which names every scope that is missing.
 */
export function checkAccess(requirements: readonly Requirement[], caller: Caller | null): void {
  if (mayUse(requirements, caller)) return;
  const refused = requirements.filter((requirement) => !isAllowed(requirement, caller));
  const missing = new Set(
    refused.flatMap(({ access, seenAs }) => access.scopes.filter((scope) => isMissing(scope, seenAs, caller))),
  );
  throw forbidden(
    [...new Set(refused.map(({ coordinate }) => coordinate))],
    allScopes.filter((scope) => missing.has(scope)),
  );
}

/** Whether a caller may use all that an operation uses. */
export function mayUse(requirements: readonly Requirement[], caller: Caller | null): boolean {
  return requirements.every((requirement) => isAllowed(requirement, caller));
}

function isAllowed({ access, seenAs }: Requirement, caller: Caller | null): boolean {
  if (access.openAs !== undefined) return true;
  if ((seenAs ?? caller?.type) === "CUSTOMER") return access.orSelf;
  return !access.scopes.some((scope) => isMissing(scope, seenAs, caller));
}

/** Below a login nobody holds scopes yet. */
function isMissing(scope: Scope, seenAs: Requirement["seenAs"], caller: Caller | null): boolean {
  return seenAs !== undefined || !caller?.scopes.has(scope);
}

/**
 * Refuses to give, change or take away scopes that the caller does not hold.
 * @param what what of the schema asks for it, such as `Mutation.userDelete`.
 * @throws FORBIDDEN
 */
export function checkGrant(caller: Caller | null, scopes: readonly Scope[], what: string): void {
  const missing = scopesOf(scopes).filter((scope) => !caller?.scopes.has(scope));
  if (missing.length > 0) throw forbidden([what], missing);
}
