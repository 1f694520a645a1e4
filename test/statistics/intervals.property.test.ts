import fc from "fast-check";
import type { ReadCreatedQueryVariables } from "../support/generated/graphql.js";
import { givenCustomers, idsOf } from "../support/given-rows.js";
import { useTestServer } from "../support/server.js";
import { readCreated } from "./statistics.operations.js";

type Interval = ReadCreatedQueryVariables["interval"];

const timeZones = [
  "UTC",
  "Europe/Rome",
  "Europe/London",
  "America/New_York",
  // Half hours, and a summer time of half an hour.
  "Asia/Kolkata",
  "Asia/Kathmandu",
  "Australia/Lord_Howe",
  "Pacific/Chatham",
  // The clocks change at midnight.
  "America/Sao_Paulo",
  "America/Havana",
  "Asia/Beirut",
  "Atlantic/Azores",
  // They skipped a day.
  "Pacific/Apia",
  "Pacific/Kwajalein",
];

const dayMs = 86_400_000;
const hour = 3_600_000;

const formats = new Map(
  timeZones.map((timeZone) => [timeZone, new Intl.DateTimeFormat("sv-SE", { timeZone, dateStyle: "short" })]),
);

/** The local date of a time as text, found without offsets. */
function localDate(time: number, timeZone: string): string {
  return formats.get(timeZone)?.format(time) ?? "";
}

/** The interval that contains a time: its first date, or a part of it. */
function intervalOf(time: number, interval: Interval, timeZone: string): string {
  const date = localDate(time, timeZone);
  if (interval === "DAY") return date;
  if (interval !== "WEEK") return date.slice(0, interval === "MONTH" ? 7 : 4);
  const day = new Date(`${date}T00:00:00Z`);
  return new Date(day.getTime() - ((day.getUTCDay() + 6) % 7) * dayMs).toISOString().slice(0, 10);
}

/** Times around the changes of clocks, the skipped days, and the borders of years. */
const interesting = [
  "1993-08-21T12:00:00Z",
  "2011-12-30T10:00:00Z",
  "2017-10-15T03:00:00Z",
  "2018-02-18T02:00:00Z",
  "2023-03-26T00:00:00Z",
  "2023-10-29T00:00:00Z",
  "2024-01-01T00:00:00Z",
  "2024-03-10T05:00:00Z",
  "2024-11-03T05:00:00Z",
].map((text) => Date.parse(text));
const time = fc.oneof(
  fc
    .tuple(fc.constantFrom(...interesting), fc.integer({ min: -60, max: 60 }), fc.integer({ min: -1, max: 1 }))
    .map(([base, halfHours, ms]) => base + (halfHours * hour) / 2 + ms),
  fc.integer({ min: Date.parse("1980-01-01T00:00:00Z"), max: Date.parse("2035-01-01T00:00:00Z") }),
);
const interval = fc.constantFrom<Interval>("DAY", "WEEK", "MONTH", "YEAR");
const maxDays = { DAY: 400, WEEK: 6_000, MONTH: 20_000, YEAR: 20_000 };
const request = fc
  .record({ from: time, interval, timeZone: fc.constantFrom(...timeZones) })
  .chain(({ from, interval, timeZone }) =>
    fc
      .oneof(fc.integer({ min: 0, max: 3 * dayMs }), fc.integer({ min: 0, max: maxDays[interval] * dayMs }))
      .map((length) => ({ from, to: from + length, interval, timeZone })),
  );

describe("the intervals of statistics", () => {
  const server = useTestServer();

  it("are those of the calendar in any time zone, and count the customers created in each", async () => {
    const times = fc.sample(time, { seed: 20_260_824, numRuns: 400 });
    const ids = idsOf("cus", times.length);
    await givenCustomers(
      server,
      times.map((createdAt, index) => ({ id: ids[index] ?? "", createdAt: new Date(createdAt), firstName: "Ada" })),
    );
    let counted = 0;
    const property = fc.asyncProperty(request, fc.boolean(), async ({ from, to, interval, timeZone }, isFiltered) => {
      const period = { from: new Date(from).toISOString(), to: new Date(to).toISOString() };
      const where = isFiltered ? { firstName: { eq: "Ada" } } : null;
      const variables = { ...period, interval, timeZone, where };
      const { created } = (await server.run(readCreated, variables)).customerStatistics;
      const starts = created.map(({ from }) => Date.parse(from));
      const names = starts.map((start) => intervalOf(start, interval, timeZone));

      // Each start is the first millisecond of its interval, and the next one follows without a gap.
      const wrong = starts.filter((start, index) => {
        const end = starts[index + 1] ?? to;
        const isFirst = intervalOf(start - 1, interval, timeZone) !== names[index];
        return !isFirst || start >= end || intervalOf(end - 1, interval, timeZone) !== names[index];
      });
      expect(wrong).toEqual([]);
      expect(starts.length).toBe(from === to ? 0 : Math.max(1, starts.length));
      if (starts[0] !== undefined) expect(starts[0]).toBeLessThanOrEqual(from);
      if (starts[1] !== undefined) expect(starts[1]).toBeGreaterThan(from);

      const expected = new Map(names.map((name) => [name, 0]));
      for (const createdAt of times.filter((createdAt) => createdAt >= from && createdAt < to)) {
        const name = intervalOf(createdAt, interval, timeZone);
        expected.set(name, (expected.get(name) ?? 0) + 1);
        counted += 1;
      }
      expect(new Map(names.map((name, index) => [name, created[index]?.count]))).toEqual(expected);
    });
    await fc.assert(property, { seed: 20_260_825, numRuns: 120 });
    expect(counted).toBeGreaterThan(1_000);
  });
});
