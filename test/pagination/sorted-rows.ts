import fc from "fast-check";
import { compareText } from "../support/folded.js";

type Value = string | null;
type Row = { readonly id: string };
type Direction = "ASC" | "DESC";

/** For each sort field, what a row is sorted by. */
export type SortValues<Field extends string, R extends Row> = Readonly<Record<Field, (row: R) => Value>>;

/** Sorts rows in memory: nulls last ascending and first descending, rows that are alike by their ids. */
export function sortedIds<Field extends string, R extends Row>(
  rows: readonly R[],
  sort: readonly { field: Field; direction: Direction }[],
  values: SortValues<Field, R>,
): string[] {
  const compare = (one: R, other: R) => {
    for (const { field, direction } of sort) {
      const difference = compareValues(values[field](one), values[field](other));
      if (difference !== 0) return direction === "ASC" ? difference : -difference;
    }
    return compareText(one.id, other.id);
  };
  return [...rows].sort(compare).map(({ id }) => id);
}

function compareValues(one: Value, other: Value): number {
  if (one === null || other === null) return Number(one === null) - Number(other === null);
  return compareText(one, other);
}

/** One to five different sort fields, each in one direction. */
export function anySort<Field extends string, R extends Row>(values: SortValues<Field, R>) {
  const field = fc.constantFrom(...(Object.keys(values) as Field[]));
  const key = fc.record({ field, direction: fc.constantFrom<Direction>("ASC", "DESC") });
  return fc.uniqueArray(key, { minLength: 1, maxLength: 5, selector: ({ field }) => field });
}
