import { intervalsOf } from "../../src/shop/statistics/intervals.js";
import type { StatisticsInterval } from "../../src/shop/statistics/statistics.type.js";

const now = new Date("2024-05-15T12:00:00Z");

interface Args {
  readonly from?: string;
  readonly to?: string;
  readonly interval?: StatisticsInterval;
  readonly timeZone?: string;
}

function startsOf({ from, to, interval = "DAY", timeZone = "UTC" }: Args): string[] {
  const period = { from: from === undefined ? null : new Date(from), to: to === undefined ? null : new Date(to) };
  const { starts } = intervalsOf({ ...period, interval, timeZone }, now);
  return starts.map((start) => start.toISOString().replace(":00.000Z", "Z"));
}

describe("intervalsOf", () => {
  it("gives the present interval and the eleven before it by default", () => {
    expect(startsOf({ interval: "MONTH" })).toEqual([
      ...["06", "07", "08", "09", "10", "11", "12"].map((month) => `2023-${month}-01T00:00Z`),
      ...["01", "02", "03", "04", "05"].map((month) => `2024-${month}-01T00:00Z`),
    ]);
    const { from, to } = intervalsOf({ interval: "MONTH", timeZone: "UTC" }, now);
    expect([from, to]).toEqual([new Date("2023-06-01T00:00Z"), new Date("2024-06-01T00:00Z")]);
    expect(startsOf({ interval: "YEAR" }).at(0)).toBe("2013-01-01T00:00Z");
  });

  it("gives the last twelve intervals before the end without from", () => {
    const starts = startsOf({ to: "2024-05-10T00:00:00Z" });
    expect([starts.length, starts.at(0), starts.at(-1)]).toEqual([12, "2024-04-28T00:00Z", "2024-05-09T00:00Z"]);
    expect(startsOf({ to: "2024-05-10T00:00:00.001Z" }).at(-1)).toBe("2024-05-10T00:00Z");
  });

  it("ends with the present interval without to", () => {
    expect(startsOf({ from: "2024-05-13T23:00:00Z" })).toEqual([
      "2024-05-13T00:00Z",
      "2024-05-14T00:00Z",
      "2024-05-15T00:00Z",
    ]);
  });

  it("gives no interval for an empty period", () => {
    expect(startsOf({ from: "2024-05-13T23:00:00Z", to: "2024-05-13T23:00:00Z" })).toEqual([]);
  });

  it("starts weeks on Monday", () => {
    expect(startsOf({ interval: "WEEK", from: "2024-05-12T00:00:00Z", to: "2024-05-14T00:00:00Z" })).toEqual([
      "2024-05-06T00:00Z",
      "2024-05-13T00:00Z",
    ]);
    expect(startsOf({ interval: "WEEK", from: "1969-12-28T00:00:00Z", to: "1969-12-30T00:00:00Z" })).toEqual([
      "1969-12-22T00:00Z",
      "1969-12-29T00:00Z",
    ]);
  });

  it.each<[rule: string, timeZone: string, from: string, starts: string[]]>([
    ["23 hours", "Europe/Rome", "2024-03-31", ["2024-03-30T23:00Z", "2024-03-31T22:00Z"]],
    ["25 hours", "Europe/Rome", "2024-10-27", ["2024-10-26T22:00Z", "2024-10-27T23:00Z"]],
    ["half an hour more", "Australia/Lord_Howe", "2024-04-07", ["2024-04-06T13:00Z", "2024-04-07T13:30Z"]],
    ["zones of half hours", "Asia/Kolkata", "2024-05-01", ["2024-04-30T18:30Z", "2024-05-01T18:30Z"]],
    ["a day without midnight", "America/Sao_Paulo", "2017-10-15", ["2017-10-15T03:00Z", "2017-10-16T02:00Z"]],
    ["a day with two midnights", "America/Havana", "2024-11-03", ["2024-11-03T04:00Z", "2024-11-04T05:00Z"]],
    ["a skipped day", "Pacific/Apia", "2011-12-29", ["2011-12-29T10:00Z", "2011-12-30T10:00Z"]],
    // At one minute past midnight, the clocks went back to the day before.
    ["a day that begins twice", "America/St_Johns", "2006-10-29", ["2006-10-29T02:30Z", "2006-10-30T03:30Z"]],
    ["an offset in seconds", "Africa/Monrovia", "1971-06-01", ["1971-06-01T00:44:30.000Z", "1971-06-02T00:44:30.000Z"]],
  ])("knows days with %s (%s)", (_, timeZone, from, expected) => {
    const noon = new Date(`${from}T12:00:00Z`).toISOString();
    const to = new Date(Date.parse(noon) + 86_400_000).toISOString();
    expect(startsOf({ timeZone, from: noon, to })).toEqual(expected);
  });

  it("starts with the second day after the clocks went back behind its midnight", () => {
    // 23:30 of 28 October for the second time, after the first midnight of 29 October.
    const from = "2006-10-29T03:00:00Z";
    expect(startsOf({ timeZone: "America/St_Johns", from, to: "2006-10-29T12:00:00Z" })).toEqual(["2006-10-29T02:30Z"]);
  });

  it("has twelve intervals also where a day was skipped", () => {
    const starts = startsOf({ timeZone: "Pacific/Apia", to: "2012-01-01T10:00:00Z" });
    expect([starts.length, starts.at(0), starts.at(-1)]).toEqual([12, "2011-12-20T10:00Z", "2011-12-31T10:00Z"]);
  });
});
