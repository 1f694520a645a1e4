/**
 * A moment: a Date as Prisma reads and writes it; a text as the reader gives it, the very text that the API shows (RFC 3339,
 * in UTC, with milliseconds).
 */
export type Timestamp = Date | string;

/** A row, whoever has read it. */
export type WithTimestamps<Row> = {
  readonly [Name in keyof Row]: Date extends Row[Name] ? Row[Name] | string : Row[Name];
};

/**
 * The text that the API shows, of what PostgreSQL writes, such as `2026-01-31 12:00:00.5+00`. To make a Date of it and a text
 * of that takes ten times as long.
 * @throws RangeError for what the API cannot show: other time zones, years of more than four digits, `infinity`.
 */
export function formatTimestamp(text: string): string {
  if (text[10] !== " " || !text.endsWith("+00")) throw new RangeError(`Expected a moment in UTC, got ${text}.`);
  const fraction = text.slice(20, -3);
  return `${text.slice(0, 10)}T${text.slice(11, 19)}.${fraction.padEnd(3, "0").slice(0, 3)}Z`;
}
