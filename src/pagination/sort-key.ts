import type { SortKey, Sql } from "./order.js";

/** A text to sort by; without a value where `nullable`. */
export function textKey(expression: Sql, nullable = true): SortKey {
  return { expression, type: "text", nullable };
}

/** A moment to sort by; without a value where `nullable`. */
export function timeKey(expression: Sql, nullable = false): SortKey {
  return { expression, type: "timestamptz", nullable };
}

/** A whole number to sort by, where there is one. */
export function numberKey(expression: Sql): SortKey {
  return { expression, type: "integer", nullable: true };
}
