import { formatTimestamp } from "../../src/database/sql/timestamp.js";

describe("a timestamp in PostgreSQL's format", () => {
  it.each([
    ["2026-01-31 12:00:00+00", "2026-01-31T12:00:00.000Z"],
    ["2026-01-31 12:00:00.5+00", "2026-01-31T12:00:00.500Z"],
    ["2026-01-31 12:00:00.123+00", "2026-01-31T12:00:00.123Z"],
    ["2026-01-31 12:00:00.123456+00", "2026-01-31T12:00:00.123Z"],
    ["0001-01-01 00:00:00+00", "0001-01-01T00:00:00.000Z"],
    ["9999-12-31 23:59:59.999+00", "9999-12-31T23:59:59.999Z"],
  ])("%s is shown as %s", (written, shown) => {
    expect(formatTimestamp(written)).toBe(shown);
    expect(new Date(shown).toISOString()).toBe(shown);
  });

  it.each([
    "infinity",
    "-infinity",
    "10000-01-01 00:00:00+00",
    "0044-03-15 12:00:00+00 BC",
    "2026-01-31 12:00:00+05:30",
  ])("%s is an error, for the API cannot show it", (written) => {
    expect(() => formatTimestamp(written)).toThrow(RangeError);
  });
});
