import { type NodeKind, storableIds } from "../node/ids.js";
import { checkKind } from "./check-row.js";
import type { Path, UserErrorCollector } from "./user-error-collector.js";

/** How many ids one call may name. */
export const maxIds = 10_000;

/** Finds more ids than one call may name. */
export function checkIdCount(count: number, path: Path, userErrors: UserErrorCollector): boolean {
  if (count <= maxIds) return true;
  userErrors.add("TOO_MANY", path, `A call must name at most ${maxIds} ids.`);
  return false;
}

/**
 * Looks up the ids that a write names. All unknown ones make one NOT_FOUND, at the element when it is one and at the list
 * when they are several.
 * @returns those that `find` found, each once, sorted: rows locked in one order do not deadlock.
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
    const place = others.length === 0 ? [...path, String(ids.indexOf(unknown))] : path;
    userErrors.addNotFound(place, [unknown, ...others], kind);
  }
  return [...found].sort();
}

/**
 * Finds the ids of other kinds of objects: INVALID_ID at each.
 * @returns the other ids, each once.
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
