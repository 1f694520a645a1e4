import { Prisma } from "../../database/generated/client.js";
import type { Sql } from "../../database/sql/sql.js";
import { badArgument } from "../errors/request-errors.js";
import type { SortDirection } from "./sort-direction.type.js";

/** An expression that a list can be sorted by. It must be equal to the expression of its index, character by character. */
export interface SortKey {
  readonly expression: Sql;
  readonly type: "text" | "timestamptz" | "integer";
  readonly nullable: boolean;
  /** The exact text, if the expression is a folded text. It sorts rows that are equal in all sort keys. */
  readonly exact?: Sql;
}

/** One term of an ORDER BY clause. Nulls come last if ascending and first if descending (the default of PostgreSQL). */
export interface OrderTerm extends Omit<SortKey, "exact"> {
  readonly direction: SortDirection;
  /** The expression of an earlier term that folds this text. It is null if and only if this text is null. */
  readonly exactTextOf?: Sql;
}

/** A total order: it ends with the exact texts of folded keys and the id, so no two rows are equal. */
export interface Order {
  readonly terms: readonly OrderTerm[];
  /** Identifies the order in its cursors. */
  readonly signature: string;
}

/** One element of a `sort` argument. */
export interface SortInput {
  field: string;
  direction: SortDirection;
}

export const maxSortFields = 5;

/**
 * Returns the order that a `sort` argument requests, made total by exact texts and the id. Without a `sort` argument, this is
 * creation order.
 * @throws BAD_USER_INPUT for more than 5 fields, or for the same field duplicate.
 */
export function orderOf(
  sort: readonly SortInput[] | null | undefined,
  keys: Readonly<Record<string, SortKey>>,
  id: SortKey,
): Order {
  const requested = sort ?? [];
  if (requested.length > maxSortFields) {
    throw badArgument(["sort"], `must have at most ${maxSortFields} fields, got ${requested.length}`);
  }
  const fields = requested.map(({ field }) => field);
  const duplicate = fields.find((field, index) => fields.indexOf(field) !== index);
  if (duplicate !== undefined) throw badArgument(["sort"], `must name a field once, got ${duplicate} twice`);

  const terms: OrderTerm[] = [];
  const exactTexts: OrderTerm[] = [];
  const signature: string[] = [];
  for (const { field, direction } of [...requested, { field: "ID", direction: "ASC" as const }]) {
    signature.push(`${field}:${direction}`);
    if (field === "ID") {
      terms.push(...exactTexts, { ...id, direction });
      break; // The id is unique: later keys would change nothing.
    }
    const sortKey = keys[field];
    if (sortKey === undefined) throw badArgument(["sort"], `must name a field of this list, got ${field}`);
    const { exact, ...key } = sortKey;
    terms.push({ ...key, direction });
    if (exact !== undefined) exactTexts.push({ ...key, expression: exact, direction, exactTextOf: key.expression });
  }
  return { terms, signature: signature.join(",") };
}

/** Returns the reversed order. */
export function reversed(terms: readonly OrderTerm[]): OrderTerm[] {
  return terms.map((term) => ({ ...term, direction: term.direction === "ASC" ? "DESC" : "ASC" }));
}

/**
 * Returns an ORDER BY list. The first `sharedKeys` keys have the same value in all rows. They may have any direction, so they
 * take the direction of the next key.
 */
export function orderBy(terms: readonly OrderTerm[], sharedKeys = 0): Sql {
  const nextDirection = terms[sharedKeys]?.direction;
  return Prisma.join(
    terms.map(({ expression, direction }, index) => {
      const sql = index < sharedKeys ? (nextDirection ?? direction) : direction;
      return Prisma.sql`${expression} ${Prisma.raw(sql)}`;
    }),
  );
}
