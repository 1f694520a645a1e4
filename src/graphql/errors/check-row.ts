import { idPrefixes, isStorableText, kindOfId, type NodeKind } from "../node/ids.js";
import type { Path, Problems } from "./problems.js";

/** Finds an id whose prefix is another kind of object's: INVALID_ID. An unknown prefix may have been imported. */
export function checkKind(kind: NodeKind, id: string, path: Path, problems: Problems): boolean {
  const found = kindOfId(id);
  if (found === undefined || found === kind) return true;
  problems.add("INVALID_ID", path, `Must be an id that begins with ${idPrefixes[kind]}_.`);
  return false;
}

/**
 * Finds an id that no row of a kind can have.
 * @returns whether it is worth looking for.
 */
export function checkId(kind: NodeKind, id: string, path: Path, problems: Problems): boolean {
  if (!checkKind(kind, id, path, problems)) return false;
  if (isStorableText(id)) return true;
  problems.notFound(path, [id], kind);
  return false;
}

/** Finds a version that is not the one the caller expects. */
export function checkVersion(
  row: { id: string; version: number },
  ifVersion: number | null | undefined,
  problems: Problems,
): void {
  if (ifVersion !== null && ifVersion !== undefined && ifVersion !== row.version) problems.versionConflict(row);
}
