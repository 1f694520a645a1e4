/** A statement, and the values of its parameters. */
export interface Statement {
  readonly text: string;
  readonly values: readonly unknown[];
}

/** Stands among the values of a statement for one that differs each time it is sent. */
export class Slot<Given> {
  readonly valueIn: (given: Given) => unknown;

  constructor(valueIn: (given: Given) => unknown) {
    this.valueIn = valueIn;
  }

  /** What pg asks of a value that it does not know. */
  toPostgres(): never {
    throw new Error("A Slot has to be filled, by the template of its statement, before it is sent.");
  }
}

/** Makes the slots of a template, each by the name of its value. */
export function slots<Given>(): (name: keyof Given) => Slot<Given> {
  return (name) => new Slot((given) => given[name]);
}

/**
 * Makes a statement for given values. Its text is put together here, once: doing so takes as long as reading a row, and that
 * of a page as reading twenty.
 */
export function template<Given>({ text, values }: Statement): (given: Given) => Statement {
  return (given) => ({ text, values: values.map((value) => (value instanceof Slot ? value.valueIn(given) : value)) });
}
