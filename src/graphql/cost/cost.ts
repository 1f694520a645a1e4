import { Extensions } from "type-graphql";

/*
 * Costs are declared where the field, argument or input field is. One unit is about 20 µs of CPU time, of the server and
 * of PostgreSQL together.
 */

/** The cost of a field, where its type does not tell it. */
export interface FieldCost {
  /** By itself, without the objects in it. */
  readonly own?: number;
  /** How many objects its list has. */
  readonly size?: number;
  /** The argument that has as many elements as its list has objects. */
  readonly sizeOf?: string;
  /**
   * Of a connection: how many rows its page is chosen from, in a large shop; of one under many parents, on average. Counting
   * and filtering read them all.
   */
  readonly rows?: number;
  /** Of a connection under many parents: how many rows the longest list has. */
  readonly longest?: number;
  /** Of a connection: reading one of these rows, where that takes more than reading a row of a table. */
  readonly perRow?: number;
  /** Of a connection: whether an index has the rows in every order by one key, so that sorting them is free. */
  readonly hasSortIndexes?: boolean;
  /** Of a field of a connection: the part of the list that it shows. */
  readonly part?: "page" | "pageInfo" | "totalCount";
}

/** The cost of an argument or input field that has a value. */
export interface InputCost {
  /** Each time. */
  readonly own?: number;
  /** For each element of its list. */
  readonly perElement?: number;
  /** For each row that the list it filters is chosen from. */
  readonly perRow?: number;
  /** Whether an index finds the few rows that have a value, where the comparison is an exact one. */
  readonly isKey?: boolean;
  /** Whether it compares exactly. */
  readonly isExact?: boolean;
  /** How the conditions in it belong together, where not all of them are required. */
  readonly combines?: "or" | "not";
  /** It asks for related rows: how many one row has, and how many there are in all. */
  readonly related?: { readonly each: number; readonly rows: number };
  /** What it means for the page of a connection. */
  readonly page?: "size" | "cursor" | "offset" | "sort";
}

/** Free data, which may have 64 KiB. */
export const metadataCost: FieldCost = { own: 10 };

/** Declares what a field costs. */
export function Cost(cost: FieldCost): MethodDecorator & PropertyDecorator {
  return Extensions({ cost });
}

/** Declares what an argument or input field costs. */
export function InputCost(cost: InputCost): PropertyDecorator {
  return Extensions({ cost });
}

interface Declared {
  readonly extensions: Readonly<Record<string, unknown>>;
}

/** What a field declares. */
export function costOfField({ extensions }: Declared): FieldCost {
  return (extensions.cost ?? {}) as FieldCost;
}

/** What an argument or input field declares. */
export function costOfInput({ extensions }: Declared): InputCost | undefined {
  return extensions.cost as InputCost | undefined;
}
