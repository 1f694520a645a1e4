import { idPrefixes, isStorableText, kindOfId, type NodeKind } from "../node/ids.js";
import type { Path, UserErrorCollector } from "./user-error-collector.js";

/**
 * Adds INVALID_ID if the prefix of an id belongs to another kind of object. An unknown prefix is allowed, because the id may
 * have been imported.
 * @returns true if the prefix is allowed.
 */
export function checkKind(kind: NodeKind, id: string, path: Path, userErrors: UserErrorCollector): boolean {
  const found = kindOfId(id);
  if (found === undefined || found === kind) return true;
  userErrors.add("INVALID_ID", path, `Must be an id that begins with ${idPrefixes[kind]}_.`);
  return false;
}

/**
 * Adds an error if no row of this kind can have the id.
 * @returns true if a row with this id can exist.
 */
export function checkId(kind: NodeKind, id: string, path: Path, userErrors: UserErrorCollector): boolean {
  if (!checkKind(kind, id, path, userErrors)) return false;
  if (isStorableText(id)) return true;
  userErrors.addNotFound(path, [id], kind);
  return false;
}

/** Adds VERSION_CONFLICT if the row is not at the version that the caller expects. */
export function checkVersion(
  row: { id: string; version: number },
  ifVersion: number | null | undefined,
  userErrors: UserErrorCollector,
): void {
  if (ifVersion !== null && ifVersion !== undefined && ifVersion !== row.version) userErrors.addVersionConflict(row);
}
