/** A module of pg that its types omit, for queries that do not use pg's own `Query`. */
declare module "pg/lib/utils.js" {
  /** Converts a value to the form that PostgreSQL reads. */
  export function prepareValue(value: unknown): string | Buffer | null;
}
