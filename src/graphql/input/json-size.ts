import { isInexactNumber } from "../json/inexact-number.js";

/** Returns the size of a value as JSON in UTF-8, in bytes. */
export function jsonBytes(value: unknown): number {
  return Buffer.byteLength(JSON.stringify(value));
}

/**
 * True if a value is within a size in bytes of JSON and a number of levels. Checking a value that is far too large is cheap.
 */
export function isJsonWithin(
  value: unknown,
  { maxBytes, maxLevels }: { maxBytes: number; maxLevels: number },
): boolean {
  // A member takes at least two bytes: its value, and a comma or bracket.
  let membersLeft = maxBytes / 2 + 1;
  let layer: unknown[] = [value];
  for (let level = 0; ; level += 1) {
    const inside: unknown[] = [];
    let isDeeper = false;
    for (const each of layer) {
      if (!holdsMembers(each)) continue;
      isDeeper = true;
      const members = Object.values(each as object);
      membersLeft -= members.length;
      if (membersLeft < 0) return false;
      for (const member of members) if (holdsMembers(member)) inside.push(member);
    }
    if (!isDeeper) break;
    if (level === maxLevels) return false;
    layer = inside;
  }
  return jsonBytes(value) <= maxBytes;
}

/** Returns the nesting depth of objects and lists: 0 for a plain value, 1 for `{}`. */
export function jsonLevels(value: unknown): number {
  let levels = 0;
  let layer: unknown[] = [value];
  for (;;) {
    layer = layer.filter(holdsMembers);
    if (layer.length === 0) return levels;
    levels += 1;
    layer = layer.flatMap((member) => Object.values(member as object));
  }
}

/** True for an object or a list. */
function holdsMembers(value: unknown): boolean {
  return typeof value === "object" && value !== null;
}

/** True if the value contains a number that JavaScript cannot represent exactly. */
export function holdsInexactNumber(value: unknown): boolean {
  if (isInexactNumber(value)) return true;
  return typeof value === "object" && value !== null && Object.values(value).some(holdsInexactNumber);
}

/**
 * True if the value can be stored as jsonb and read back without changes: no NUL, no half of a surrogate pair, no number that
 * JavaScript cannot represent exactly, no undefined value (from an enum value in a literal), and no key `__proto__`, which
 * Prisma loses.
 */
export function isStorableJson(value: unknown): boolean {
  if (typeof value === "string") return !value.includes("\0") && value.isWellFormed();
  if (value === undefined || isInexactNumber(value)) return false;
  if (Array.isArray(value)) return value.every(isStorableJson);
  if (typeof value !== "object" || value === null) return true;
  return Object.entries(value).every(
    ([key, member]) => key !== "__proto__" && isStorableJson(key) && isStorableJson(member),
  );
}
