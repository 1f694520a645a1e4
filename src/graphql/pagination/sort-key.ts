import { Prisma } from "../../database/generated/client.js";
import type { Sql } from "../../database/sql/sql.js";
import type { SortKey } from "./order.js";

/** Creates a sort key of a text. */
export function textKey(expression: Sql, nullable = true): SortKey {
  return { expression, type: "text", nullable };
}

/** Creates a sort key that ignores case and accents. Texts that are equal after folding sort by the exact text. */
export function foldedKey(column: Sql, nullable = true): SortKey {
  return { ...textKey(Prisma.sql`fold_text(${column})`, nullable), exact: column };
}

/** Creates a sort key of a timestamp. */
export function timeKey(expression: Sql, nullable = false): SortKey {
  return { expression, type: "timestamptz", nullable };
}

/** Creates a sort key like {@link foldedKey} that sorts runs of digits as numbers. */
export function naturalKey(column: Sql): SortKey {
  return { ...textKey(Prisma.sql`natural_order(fold_text(${column}))`), exact: column };
}
