import { isDeepStrictEqual } from "node:util";
import type { JsonValue } from "@prisma/client/runtime/client";
import { isStorableJson } from "../../graphql/input/json-size.js";
import type { MetadataObject } from "../../graphql/input/metadata.js";
import { isMetadataSize } from "../../graphql/input/rules.js";
import { withInexactNumbers } from "../../graphql/json/exact-json.js";
import { readNumber } from "../../graphql/json/inexact-number.js";

type Change = MetadataObject | null | undefined;

/** The changes whose values are cells of a CSV file, and have no other type than text. */
const textChanges = new WeakSet<MetadataObject>();

/** Declares that the values of a change of metadata are texts of cells. */
export function markAsText(change: MetadataObject): void {
  textChanges.add(change);
}

/**
 * Returns a change of metadata without cells that are the texts of present values. A cell that replaces a number, a boolean, a
 * list or an object becomes such a value, if it is its JSON. So a file that was exported changes nothing.
 */
export function withPresentTypes(change: Change, present: JsonValue): Change {
  if (!change || !textChanges.has(change) || !isObject(present)) return change;
  return Object.fromEntries(
    Object.entries(change).flatMap(([key, text]): [string, JsonValue][] => {
      const before = Object.hasOwn(present, key) ? present[key] : undefined;
      if (typeof text !== "string" || before === undefined) return [[key, text ?? null]];
      const value = readAs(before, text);
      return isDeepStrictEqual(value, before) ? [] : [[key, value]];
    }),
  );
}

/** True if the metadata of a new address is that of a present one. */
export function isSameMetadata(change: MetadataObject | null, present: JsonValue): boolean {
  if (change === null || !textChanges.has(change) || !isObject(present)) return isDeepStrictEqual(change, present);
  const size = Object.keys(change).length;
  return size === Object.keys(present).length && Object.keys(withPresentTypes(change, present) ?? {}).length === 0;
}

/** Reads a text as a value of the type of another value. Returns the text if it is none. */
function readAs(before: JsonValue, text: string): JsonValue {
  switch (typeof before) {
    case "string":
      return text;
    case "number":
      return numberOf(text, before);
    default:
      return jsonOf(text, before);
  }
}

const numberForm = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/;

/** A stored number can have more digits than `before`, which is the nearest double. */
function numberOf(text: string, before: number): JsonValue {
  if (!numberForm.test(text)) return text;
  if (Number(text) === before) return before;
  const number = readNumber(text);
  return typeof number === "number" ? number : text;
}

/** Reads a boolean, null, a list or an object. */
function jsonOf(text: string, before: JsonValue): JsonValue {
  try {
    const value: unknown = JSON.parse(text);
    if (isDeepStrictEqual(value, before)) return before;
    if (typeof value !== typeof before) return text;
    const exact = typeof value === "object" && value !== null ? withInexactNumbers(text, value) : value;
    // A value with too many levels stays JSON, so that it is refused. Only values within the limit can be read recursively.
    return !isMetadataSize(exact) || isStorableJson(exact) ? (exact as JsonValue) : text;
  } catch (error) {
    if (error instanceof SyntaxError) return text;
    throw error;
  }
}

function isObject(value: JsonValue): value is MetadataObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
