/**
 * A timestamp. Prisma uses a Date. The database reader returns the text that the API returns (RFC 3339, in UTC, with
 * milliseconds).
 */
export type Timestamp = Date | string;

/** A row from Prisma or from the database reader. */
export type WithTimestamps<Row> = {
  readonly [Name in keyof Row]: Date extends Row[Name] ? Row[Name] | string : Row[Name];
};

/**
 * Converts a timestamp of PostgreSQL, such as `2026-01-31 12:00:00.5+00`, to the text that the API returns. Creating a Date
 * and formatting it takes ten times as long.
 * @throws RangeError for other time zones, years with more than four digits, and `infinity`.
 */
export function formatTimestamp(text: string): string {
  if (text[10] !== " " || !text.endsWith("+00")) throw new RangeError(`Expected a timestamp in UTC, got ${text}.`);
  const fraction = text.slice(20, -3);
  return `${text.slice(0, 10)}T${text.slice(11, 19)}.${fraction.padEnd(3, "0").slice(0, 3)}Z`;
}
