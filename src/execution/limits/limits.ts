/** How much one request may ask for. */
export interface Limits {
  /** Characters of a document. */
  readonly characters: number;
  readonly tokens: number;
  /** Fields and fragments as they are written, in all of a document. */
  readonly selections: number;
  readonly fragments: number;
  /** Fields inside each other. */
  readonly depth: number;
  /** Fields of the operation itself, such as `customer`. */
  readonly rootFields: number;
  readonly aliases: number;
  readonly directives: number;
  /** Elements of lists and fields of objects in the variables. */
  readonly values: number;
  /** What an operation may cost: roughly how many objects its answer may have. */
  readonly cost: number;
  /** Bytes of an answer, and of what is read for it. */
  readonly responseBytes: number;
}

/** Enough for whatever a shop asks for at once, and little enough to be answered in about a second. */
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
