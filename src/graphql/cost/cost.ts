import { Extensions } from "type-graphql";

/*
 * Each field, argument and input field declares its cost. One unit is about 20 µs of CPU time of the server and PostgreSQL
 * together.
 */

/** The cost of a field that its type does not determine. */
export interface FieldCost {
  /** The cost of the field without the objects in it. */
  readonly fixed?: number;
  /** The number of objects in its list. */
  readonly size?: number;
  /**
   * True if an object is in this list of one parent at most. Then `size` is also the number of objects in the lists of all
   * parents together, and counts once for a connection with `isDistinct`.
   */
  readonly isExclusive?: boolean;
  /** The name of the argument with the keys of the objects in its list, one for each. */
  readonly sizeOf?: string;
  /**
   * For a connection: the number of rows that its page is selected from in a large shop; for a nested list, the average.
   * Counting and filtering read all of them. For another field: the number of rows that its filter selects from.
   */
  readonly rows?: number;
  /** For a nested list: the number of rows of the longest list. */
  readonly longest?: number;
  /** For a connection: the cost of reading one of these rows, if it is higher than for a table row. */
  readonly perRow?: number;
  /** For a connection: true if indexes cover all orders by one key, so that sorting is free. */
  readonly hasSortIndexes?: boolean;
  /** For a connection: true if its parent is in the response once, so that each row is. */
  readonly isDistinct?: boolean;
  /** True for the row of an edge. */
  readonly isRow?: boolean;
  /** For a field of a connection: the part of the list that it shows. */
  readonly part?: "page" | "pageInfo" | "totalCount";
}

/** The cost of an argument or input field with a value. */
export interface InputCost {
  /** A fixed cost. */
  readonly fixed?: number;
  /** The cost per element of its list. */
  readonly perElement?: number;
  /** The cost per unit of a number, such as an expected count. */
  readonly perUnit?: number;
  /** The cost per row of the filtered list. */
  readonly perRow?: number;
  /** True if an index finds the few rows with a value, for an exact comparison. */
  readonly isKey?: boolean;
  /** True for an exact comparison. */
  readonly isExact?: boolean;
  /** The combination of the conditions in it. Default: all must match. */
  readonly combines?: "or" | "not";
  /** For a filter on related rows: the number of related rows per row, and in total. */
  readonly related?: { readonly each: number; readonly rows: number };
  /** Its role in pagination. */
  readonly page?: "size" | "cursor" | "offset" | "sort";
}

/** The cost of metadata, which may have 64 KiB. */
export const metadataCost: FieldCost = { fixed: 10 };

/** The cost per row of comparing a column with a value. */
export const exactCost = 0.005;

/** Declares the cost of a field. */
export function Cost(cost: FieldCost): MethodDecorator & PropertyDecorator {
  return Extensions({ cost });
}

/** Declares the cost of an argument or input field. */
export function InputCost(cost: InputCost): PropertyDecorator {
  return Extensions({ cost });
}

interface Declared {
  readonly extensions: Readonly<Record<string, unknown>>;
}

/** Returns the declared cost of a field. */
export function costOfField({ extensions }: Declared): FieldCost {
  return (extensions.cost ?? {}) as FieldCost;
}

/** Returns the declared cost of an argument or input field. */
export function costOfInput({ extensions }: Declared): InputCost | undefined {
  return extensions.cost as InputCost | undefined;
}
