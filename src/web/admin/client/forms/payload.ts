/** A validation error of a mutation. */
export interface UserError {
  readonly message: string;
  readonly path: readonly string[];
  /** The id of the object that has the value already. */
  readonly existingId?: string | null;
}

/** The payload of a mutation. */
export interface Payload {
  readonly userErrors: readonly UserError[];
}
