import { Prisma } from "../../database/generated/client.js";
import type { Sql } from "../../database/sql/sql.js";
import type { Condition } from "../filters/condition.js";
import type { CursorPageArgs, PageArgs } from "./connection.args.js";
import type { SortDirection } from "./sort-direction.type.js";

/**
 * A paginated list: where its rows come from and how they can be sorted. Lists must be constants, because their statements
 * are cached by list (page-statements.ts).
 */
export interface List<Args> {
  /** The name of the list in its cursors. A cursor of another list is rejected. */
  readonly name: string;
  /** The alias of the table in `rows`. */
  readonly alias: string;
  readonly columns: Readonly<Record<string, string>>;
  /** Properties that computed fields of a row use. They are always read, even if a client does not select them. */
  readonly alwaysSelected: readonly string[];
  readonly id: Sql;
  /** The type of `id`. Default: text. */
  readonly idType?: SortKey["type"];
  readonly sortKeys: Readonly<Record<string, SortKey>>;
  /** The order if the client does not request one. Default: creation order. */
  readonly defaultSort?: readonly SortInput[];
  /** True if a deleted parent still shows its rows. Default: a deleted parent has no rows. */
  readonly keepsRowsOfDeletedParent?: true;
  /**
   * True if the same arguments can match different rows at another time. Default: the condition depends on the arguments
   * only.
   */
  readonly dependsOnTime?: true;
  /** Returns the rows that the arguments request. A nested list refers to `parent.id`. */
  rows(args: Args): Rows;
}

/** The arguments that every list supports. */
export interface ListArgs extends CursorPageArgs, Pick<PageArgs, "offset"> {
  where?: object | null;
  search?: string | null;
  sort?: readonly SortInput[] | null;
  /** The direction of a list that can be sorted by creation only. */
  direction?: SortDirection;
}

/** The rows of a list, before pagination. */
export interface Rows {
  /** The FROM clause without the keyword. It may refer to `parent.id`. */
  readonly from: Sql;
  /** A FROM clause that is faster for reading row by row in id order. It is used if only the page limits the rows. */
  readonly walk?: Sql;
  /** The condition of the list itself, such as that a row is not deleted. */
  readonly condition: Sql;
  /** True if `from` is one table, and the index of each order has all columns of the condition. */
  readonly isCoveredByIndexes?: boolean;
  /** The condition that a client requests. Default: all rows of the list. */
  readonly filter?: Condition;
  /**
   * A condition equal to `filter`, if few rows probably match and an index finds them. One plan suits all of its values.
   */
  readonly fewMatches?: Sql | undefined;
  /**
   * Conditions of which exactly one is true for each row, each with its own index. The rows of each condition are read
   * separately. With one OR condition, PostgreSQL would read and sort all rows.
   */
  readonly parts?: readonly Sql[];
}

/** One element of a `sort` argument. */
export interface SortInput {
  field: string;
  direction: SortDirection;
}

/** An expression that a list can be sorted by. It must be equal to the expression of its index, character by character. */
export interface SortKey {
  readonly expression: Sql;
  readonly type: "text" | "timestamptz" | "integer";
  readonly nullable: boolean;
  /** The exact text, if the expression is a folded text. It sorts rows that are equal in all sort keys. */
  readonly exact?: Sql;
}

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
