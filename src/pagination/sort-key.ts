import type { SortKey, Sql } from "./order.js";

/** A text to sort by; without a value where `nullable`. */
export function textKey(expression: Sql, nullable = true): SortKey {
  return { expression, type: "text", nullable };
}

/** A moment to sort by. */
export function timeKey(expression: Sql): SortKey {
  return { expression, type: "timestamptz", nullable: false };
}
