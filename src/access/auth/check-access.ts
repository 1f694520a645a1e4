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
  const { coordinates, missing } = notAllowed(requirements, caller);
  if (coordinates.size === 0) return;
  throw forbidden(
    [...coordinates],
    allScopes.filter((scope) => missing.has(scope)),
  );
}

/** Whether a caller may use all that an operation uses. */
export function mayUse(requirements: readonly Requirement[], caller: Caller): boolean {
  return notAllowed(requirements, caller).coordinates.size === 0;
}

/** What a caller may not use, and the scopes that it takes. */
function notAllowed(requirements: readonly Requirement[], caller: Caller | null) {
  const missing = new Set<Scope>();
  const coordinates = new Set<string>();
  for (const { coordinate, access, seenAs } of requirements) {
    if (access.openAs !== undefined) continue;
    const type = seenAs ?? caller?.type;
    if (type === "CUSTOMER" && access.orSelf) continue;
    const lacking = access.scopes.filter((scope) => seenAs !== undefined || !caller?.scopes.has(scope));
    if (type !== "CUSTOMER" && lacking.length === 0) continue;
    coordinates.add(coordinate);
    for (const scope of lacking) missing.add(scope);
  }
  return { coordinates, missing };
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
