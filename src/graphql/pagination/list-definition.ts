import type { Sql } from "../../database/sql/sql.js";
import type { CursorPageArgs, PageArgs } from "./connection.args.js";
import type { SortInput, SortKey } from "./order.js";
import type { Rows } from "./rows.js";
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
