/** The limits of one request. */
export interface Limits {
  /** The maximum number of characters in a document. The other numbers are maximums, too. */
  readonly characters: number;
  readonly tokens: number;
  /** Fields, fragment spreads and inline fragments in the document. Spreads are not expanded. */
  readonly selections: number;
  readonly fragments: number;
  /** Levels of fields inside each other. */
  readonly depth: number;
  /** Fields of the operation itself, such as `customer`. */
  readonly rootFields: number;
  readonly aliases: number;
  readonly directives: number;
  /** Elements of lists and fields of objects in the variables. */
  readonly values: number;
  /** The cost of an operation. It is about the number of objects that its response can have. */
  readonly cost: number;
  /** Bytes of a response, and bytes of the data that is read for it. */
  readonly responseBytes: number;
}

/** These limits allow all requests of a shop. A request within them takes about a second at most. */
export const defaultLimits: Limits = {
  characters: 100_000,
  tokens: 10_000,
  selections: 1_000,
  fragments: 100,
  depth: 20,
  rootFields: 30,
  aliases: 100,
  directives: 100,
  values: 60_000,
  cost: 50_000,
  responseBytes: 5_000_000,
};
