import fc from "fast-check";
import { foldText } from "../folding/fold.js";

/** A text that is sorted without case and accents, and then as it is. */
class Folded {
  constructor(readonly text: string) {}
}

type Value = string | Folded | null;
type Row = { readonly id: string };
type Direction = "ASC" | "DESC";

/** The sort value of a row, for each sort field. */
export type SortValues<Field extends string, R extends Row> = Readonly<Record<Field, (row: R) => Value>>;

/** A sort value that is compared by its folding. */
export function folded(text: string | null): Folded | null {
  return text === null ? null : new Folded(text);
}

/** Compares two texts by code point; JavaScript's own comparison goes by halves of surrogate pairs. */
function compareText(one: string, other: string): number {
  return Buffer.compare(Buffer.from(one), Buffer.from(other));
}

/**
 * Sorts rows in memory: nulls last ascending and first descending, rows that are alike in all fields by the exact texts, then
 * by their ids in the direction of the last field.
 */
export function sortedIds<Field extends string, R extends Row>(
  rows: readonly R[],
  sort: readonly { field: Field; direction: Direction }[],
  values: SortValues<Field, R>,
): string[] {
  const compare = (one: R, other: R) => {
    const untilId = sort.findIndex(({ field }) => field === "ID");
    const [before, after] = untilId < 0 ? [sort, []] : [sort.slice(0, untilId), sort.slice(untilId, untilId + 1)];
    for (const [keys, form] of [
      [before, foldedForm],
      [before, exactForm],
      [after, exactForm],
    ] as const) {
      for (const { field, direction } of keys) {
        const difference = compareValues(form(values[field](one)), form(values[field](other)));
        if (difference !== 0) return direction === "ASC" ? difference : -difference;
      }
    }
    const byId = compareText(one.id, other.id);
    return sort.at(-1)?.direction === "DESC" ? -byId : byId;
  };
  return [...rows].sort(compare).map(({ id }) => id);
}

function foldedForm(value: Value): string | null {
  return value instanceof Folded ? foldText(value.text) : value;
}

function exactForm(value: Value): string | null {
  return value instanceof Folded ? value.text : value;
}

function compareValues(one: string | null, other: string | null): number {
  if (one === null || other === null) return Number(one === null) - Number(other === null);
  return compareText(one, other);
}

/** One to five different sort fields, each in one direction. */
export function anySort<Field extends string, R extends Row>(values: SortValues<Field, R>) {
  const field = fc.constantFrom(...(Object.keys(values) as Field[]));
  const key = fc.record({ field, direction: fc.constantFrom<Direction>("ASC", "DESC") });
  return fc.uniqueArray(key, { minLength: 1, maxLength: 5, selector: ({ field }) => field });
}
