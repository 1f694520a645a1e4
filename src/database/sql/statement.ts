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
