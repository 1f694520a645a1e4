import { type NodeKind, storableIds } from "../node/ids.js";
import { checkKind } from "./check-row.js";
import type { Path, UserErrorCollector } from "./user-error-collector.js";

/** Maximum number of ids in one call. */
export const maxIds = 10_000;

/**
 * Adds TOO_MANY if a call has more ids than allowed.
 * @returns true if the number of ids is allowed.
 */
export function checkIdCount(count: number, path: Path, userErrors: UserErrorCollector): boolean {
  if (count <= maxIds) return true;
  userErrors.add("TOO_MANY", path, `A call must name at most ${maxIds} ids.`);
  return false;
}

/**
 * Looks up the ids of a write. All unknown ids give one NOT_FOUND error. Its path is the element if one id is unknown, and
 * the list if several are.
 * @returns the ids that `find` found, without duplicates, sorted. Locking rows in the same order prevents deadlocks.
 */
export async function checkIds(
  kind: NodeKind,
  ids: readonly string[],
  path: Path,
  userErrors: UserErrorCollector,
  find: (ids: string[]) => Promise<string[]>,
): Promise<string[]> {
  if (ids.length === 0 || !checkIdCount(ids.length, path, userErrors)) return [];
  const possible = checkKinds(kind, ids, path, userErrors);
  const found = new Set(possible.length === 0 ? [] : await find(storableIds(possible)));
  const [unknown, ...others] = possible.filter((id) => !found.has(id));
  if (unknown !== undefined) {
    const errorPath = others.length === 0 ? [...path, String(ids.indexOf(unknown))] : path;
    userErrors.addNotFound(errorPath, [unknown, ...others], kind);
  }
  return [...found].sort();
}

/**
 * Adds INVALID_ID for each id of another kind of object.
 * @returns the remaining ids, without duplicates.
 */
export function checkKinds(
  kind: NodeKind,
  ids: readonly string[],
  path: Path,
  userErrors: UserErrorCollector,
): string[] {
  const firstAt = new Map<string, number>();
  for (const [index, id] of ids.entries()) if (!firstAt.has(id)) firstAt.set(id, index);
  return [...firstAt]
    .filter(([id, index]) => checkKind(kind, id, [...path, String(index)], userErrors))
    .map(([id]) => id);
}
