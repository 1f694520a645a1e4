/** A part of pg that its types leave out, for what is sent past its own `Query`. */
declare module "pg/lib/utils.js" {
  /** A value as PostgreSQL reads it. */
  export function prepareValue(value: unknown): string | Buffer | null;
}
