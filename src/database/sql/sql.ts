import { Prisma } from "../generated/client.js";

/** An SQL fragment with its parameter values. */
export type Sql = Prisma.Sql;

/** The column of each property of a row. */
export type Columns<Row> = Readonly<Record<keyof Row & string, string>>;

/**
 * Returns the select list for rows in Prisma's form: columns of the table `alias`, named after their properties. It contains
 * all properties or the given ones. Unknown names are ignored.
 */
export function selectList(
  alias: string,
  columns: Readonly<Record<string, string>>,
  properties: readonly string[] = Object.keys(columns),
): Sql {
  const list = [...new Set(properties)]
    .filter((property) => Object.hasOwn(columns, property))
    .map((property) => `${alias}.${columns[property]} AS "${property}"`);
  return Prisma.raw(list.join(", "));
}

/** Returns the column list of an INSERT for these properties, in their order. */
export function columnList(columns: Readonly<Record<string, string>>, properties: readonly string[]): Sql {
  return Prisma.raw(properties.map((property) => columns[property]).join(", "));
}

/**
 * Returns an array of ids for a prepared statement. For a bare parameter, PostgreSQL looks at the array length and makes a
 * new plan for each short array. For a subquery, it does not.
 */
export function idArray(ids: readonly string[] | Placeholder<never>): Sql {
  return Prisma.sql`(SELECT ${ids}::text[])::text[]`;
}

/** Returns a column of the table `alias`. */
export function columnOf(alias: string, column: string): Sql {
  return Prisma.raw(`${alias}.${column}`);
}

/** A statement and its parameter values. */
export interface Statement {
  readonly text: string;
  readonly values: readonly unknown[];
}

/** A placeholder for a parameter value that differs per execution. */
export class Placeholder<Values> {
  readonly valueIn: (input: Values) => unknown;

  constructor(valueIn: (input: Values) => unknown) {
    this.valueIn = valueIn;
  }

  /** pg calls this for objects among the parameter values. */
  toPostgres(): never {
    throw new Error("A Placeholder must be replaced by a value, with statementTemplate, before the statement is sent.");
  }
}

/** Creates placeholders by the names of their values. */
export function placeholders<Values>(): (name: keyof Values) => Placeholder<Values> {
  return (name) => new Placeholder((input) => input[name]);
}

/**
 * Creates a function that returns the statement for given values. The SQL text is built once: building it takes as long as
 * reading a row, and for a page as long as reading twenty rows.
 */
export function statementTemplate<Values>({ text, values }: Statement): (input: Values) => Statement {
  return (input) => ({
    text,
    values: values.map((value) => (value instanceof Placeholder ? value.valueIn(input) : value)),
  });
}
