import type { Sql } from "../../database/sql/sql.js";
import type { CursorPageArgs, PageArgs } from "./connection.args.js";
import type { SortInput, SortKey } from "./order.js";
import type { Rows } from "./page-query.js";
import type { SortDirection } from "./sort-direction.type.js";

/**
 * A list that clients page through: where its rows come from and how they can be sorted. Lists are constants, for what is read
 * of one is kept (page-statements.ts).
 */
export interface List<Args> {
  /** Names the kind of rows in their cursors. */
  readonly name: string;
  /** What the table of the rows is called in `rows`. */
  readonly alias: string;
  readonly columns: Readonly<Record<string, string>>;
  /** The properties that other fields of a row are made of: they are read whatever a client selects. */
  readonly needed: readonly string[];
  readonly id: Sql;
  /** The type of `id`; text when this is left out. */
  readonly idType?: SortKey["type"];
  readonly sortKeys: Readonly<Record<string, SortKey>>;
  /** The order when none is asked for; creation order when this is left out. */
  readonly defaultSort?: readonly SortInput[];
  /** Whether a deleted parent still has its rows; it has none when this is left out. */
  readonly keepsRowsOfDeletedParent?: true;
  /** Whether the same arguments ask for other rows at another time; they depend on nothing but the arguments when left out. */
  readonly dependsOnTime?: true;
  /** The rows that the arguments ask for; a list under parents refers to `parent.id`. */
  rows(args: Args): Rows;
}

/** The arguments that every list understands. */
export interface ListArgs extends CursorPageArgs, Pick<PageArgs, "offset"> {
  where?: object | null;
  search?: string | null;
  sort?: readonly SortInput[] | null;
  /** Which way a list goes that has no other order than that of creation. */
  direction?: SortDirection;
}
