import { Prisma } from "../../database/generated/client.js";
import type { Sql } from "../../database/sql/sql.js";
import type { SortKey } from "./order.js";

/** A text to sort by; without a value where `nullable`. */
export function textKey(expression: Sql, nullable = true): SortKey {
  return { expression, type: "text", nullable };
}

/** A text to sort by without case and accents; what folds to the same sorts by the exact text. */
export function foldedKey(column: Sql, nullable = true): SortKey {
  return { ...textKey(Prisma.sql`fold_text(${column})`, nullable), exact: column };
}

/** A moment to sort by; without a value where `nullable`. */
export function timeKey(expression: Sql, nullable = false): SortKey {
  return { expression, type: "timestamptz", nullable };
}

/** A text to sort by like {@link foldedKey}, but runs of digits as numbers; without a value where there is none. */
export function naturalKey(column: Sql): SortKey {
  return { ...textKey(Prisma.sql`natural_order(fold_text(${column}))`), exact: column };
}
