/** A statement, and the values of its parameters. */
export interface Statement {
  readonly text: string;
  readonly values: readonly unknown[];
}

/** Stands among the values of a statement for one that differs each time it is sent. */
export class Placeholder<Given> {
  readonly valueIn: (given: Given) => unknown;

  constructor(valueIn: (given: Given) => unknown) {
    this.valueIn = valueIn;
  }

  /** What pg asks of a value that it does not know. */
  toPostgres(): never {
    throw new Error("A Placeholder must be replaced by a value, with statementTemplate, before the statement is sent.");
  }
}

/** Makes the slots of a template, each by the name of its value. */
export function placeholders<Given>(): (name: keyof Given) => Placeholder<Given> {
  return (name) => new Placeholder((given) => given[name]);
}

/**
 * Makes a statement for given values. Its text is put together here, once: doing so takes as long as reading a row, and that
 * of a page as reading twenty.
 */
export function statementTemplate<Given>({ text, values }: Statement): (given: Given) => Statement {
  return (given) => ({
    text,
    values: values.map((value) => (value instanceof Placeholder ? value.valueIn(given) : value)),
  });
}
