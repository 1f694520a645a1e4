import type { Sql } from "../../database/sql/sql.js";
import { badArgument } from "../errors/request-errors.js";
import type { SortDirection } from "./sort-direction.type.js";

/** What a list can be sorted by. The expression must be what its index is on, letter for letter. */
export interface SortKey {
  readonly expression: Sql;
  readonly type: "text" | "timestamptz" | "integer";
  readonly nullable: boolean;
  /** The exact text, where the expression folds it: it orders what is equal in all sort keys. */
  readonly exact?: Sql;
}

/** One term of an ORDER BY. Nulls come last ascending and first descending, as PostgreSQL has it by default. */
export interface OrderTerm extends Omit<SortKey, "exact"> {
  readonly direction: SortDirection;
  /** The expression of an earlier term that folds this one's text, and is null where this is. */
  readonly exactTextOf?: Sql;
}

/** An order that no two rows share a place in: it ends with the exact texts of folded keys, and the id. */
export interface Order {
  readonly terms: readonly OrderTerm[];
  /** What a cursor made for this order says it was made for. */
  readonly signature: string;
}

/** How a caller asks for an order: one element of a `sort` argument. */
export interface SortInput {
  field: string;
  direction: SortDirection;
}

export const maxSortFields = 5;

/**
 * The order that a `sort` argument asks for, made total by exact texts and the id; creation order when it asks for none.
 * @throws BAD_USER_INPUT for more than 5 fields or the same field twice.
 */
export function orderOf(
  sort: readonly SortInput[] | null | undefined,
  keys: Readonly<Record<string, SortKey>>,
  id: SortKey,
): Order {
  const asked = sort ?? [];
  if (asked.length > maxSortFields) {
    throw badArgument(["sort"], `must have at most ${maxSortFields} fields, got ${asked.length}`);
  }
  const fields = asked.map(({ field }) => field);
  const twice = fields.find((field, index) => fields.indexOf(field) !== index);
  if (twice !== undefined) throw badArgument(["sort"], `must name a field once, got ${twice} twice`);

  const terms: OrderTerm[] = [];
  const exactTexts: OrderTerm[] = [];
  const signature: string[] = [];
  for (const { field, direction } of [...asked, { field: "ID", direction: "ASC" as const }]) {
    signature.push(`${field}:${direction}`);
    if (field === "ID") {
      terms.push(...exactTexts, { ...id, direction });
      break; // Nothing is left to order after a unique key.
    }
    const sortKey = keys[field];
    if (sortKey === undefined) throw badArgument(["sort"], `must name a field of this list, got ${field}`);
    const { exact, ...key } = sortKey;
    terms.push({ ...key, direction });
    if (exact !== undefined) exactTexts.push({ ...key, expression: exact, direction, exactTextOf: key.expression });
  }
  return { terms, signature: signature.join(",") };
}

/** The same order, read from its end. */
export function reversed(terms: readonly OrderTerm[]): OrderTerm[] {
  return terms.map((term) => ({ ...term, direction: term.direction === "ASC" ? "DESC" : "ASC" }));
}
