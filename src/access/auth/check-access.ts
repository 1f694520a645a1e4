import { forbidden } from "../../graphql/errors/request-errors.js";
import type { Caller } from "./caller.js";
import type { Requirement } from "./requirement.js";
import { allScopes, type Scope, scopesOf } from "./scope.type.js";

/** True if an operation needs no caller: each field that declares access is a login or lies below one. */
export function isPublic(requirements: readonly Requirement[]): boolean {
  return requirements.every(({ access, loginType }) => access.loginType !== undefined || loginType !== undefined);
}

/**
 * Checks that the caller has access to everything an operation uses.
 * @throws FORBIDDEN, which names every missing scope.
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
    caller?.type,
  );
}

/** True if a caller has access to everything an operation uses. */
export function hasAccess(requirements: readonly Requirement[], caller: Caller | null): boolean {
  return requirements.every((requirement) => isAllowed(requirement, caller));
}

function isAllowed({ access, loginType }: Requirement, caller: Caller | null): boolean {
  if (access.loginType !== undefined) return true;
  if (access.callerTypes !== undefined && !isOfType(access.callerTypes, loginType ?? caller?.type)) return false;
  if ((loginType ?? caller?.type) === "CUSTOMER") return access.orSelf;
  return !access.scopes.some((scope) => isMissing(scope, loginType, caller));
}

function isOfType(types: readonly Caller["type"][], type: Caller["type"] | undefined): boolean {
  return type !== undefined && types.includes(type);
}

/** Below a login no scopes are known yet, so all of them are missing. */
function isMissing(scope: Scope, loginType: Requirement["loginType"], caller: Caller | null): boolean {
  return loginType !== undefined || !caller?.scopes.has(scope);
}

/**
 * Checks that the caller holds scopes which they want to grant, change or revoke.
 * @param coordinate the schema coordinate that requires this, such as `Mutation.userDelete`.
 * @throws FORBIDDEN
 */
export function checkCallerHoldsScopes(caller: Caller | null, scopes: readonly Scope[], coordinate: string): void {
  const missing = scopesOf(scopes).filter((scope) => !caller?.scopes.has(scope));
  if (missing.length > 0) throw forbidden([coordinate], missing);
}
