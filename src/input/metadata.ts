import { isDeepStrictEqual } from "node:util";
import type { JsonObject, JsonValue } from "@prisma/client/runtime/client";
import type { Path, Problems } from "../errors/problems.js";
import { isMetadataSize, maxMetadataBytes } from "./rules.js";

/** Metadata as the API takes and gives it. */
export type MetadataObject = JsonObject;

/**
 * Metadata after an update: keys given replace keys, `""` removes one, null is a value, nested values are replaced whole
 * (as Medusa does it). Null clears all of it; undefined leaves it.
 */
export function mergeMetadata(
  current: JsonValue,
  change: MetadataObject | null | undefined,
  path: Path,
  problems: Problems,
): MetadataObject | null | undefined {
  if (change === null || change === undefined) return change;
  // A refused value can be nested too deep for what follows.
  if (problems.has(path)) return undefined;
  const removed = Object.keys(change).filter((key) => change[key] === "");
  const merged = Object.entries({ ...(current as MetadataObject | null), ...change }).filter(
    ([key]) => !removed.includes(key),
  );
  if (current === null && merged.length === 0) return null;
  // By way of JSON, so that it compares with what the database gives.
  const kept: MetadataObject = JSON.parse(JSON.stringify(Object.fromEntries(merged)));
  // Imported metadata may be larger; it is not refused for staying as it is.
  if (!isMetadataSize(kept) && !isDeepStrictEqual(kept, current)) {
    problems.add("TOO_LONG", path, `Must have at most ${maxMetadataBytes} bytes of JSON together with what is there.`);
  }
  return kept;
}
