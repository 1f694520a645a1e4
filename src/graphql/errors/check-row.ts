import { idPrefixes, isStorableText, kindOfId, type NodeKind } from "../node/ids.js";
import type { Path, UserErrorCollector } from "./user-error-collector.js";

/** Finds an id whose prefix is another kind of object's: INVALID_ID. An unknown prefix may have been imported. */
export function checkKind(kind: NodeKind, id: string, path: Path, userErrors: UserErrorCollector): boolean {
  const found = kindOfId(id);
  if (found === undefined || found === kind) return true;
  userErrors.add("INVALID_ID", path, `Must be an id that begins with ${idPrefixes[kind]}_.`);
  return false;
}

/**
 * Finds an id that no row of a kind can have.
 * @returns whether it is worth looking for.
 */
export function checkId(kind: NodeKind, id: string, path: Path, userErrors: UserErrorCollector): boolean {
  if (!checkKind(kind, id, path, userErrors)) return false;
  if (isStorableText(id)) return true;
  userErrors.addNotFound(path, [id], kind);
  return false;
}

/** Finds a version that is not the one the caller expects. */
export function checkVersion(
  row: { id: string; version: number },
  ifVersion: number | null | undefined,
  userErrors: UserErrorCollector,
): void {
  if (ifVersion !== null && ifVersion !== undefined && ifVersion !== row.version) userErrors.addVersionConflict(row);
}
