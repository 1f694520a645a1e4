import { badArgument } from "../../graphql/errors/request-errors.js";
import type { CustomerStatisticsArgs } from "./statistics.args.js";
import type { StatisticsInterval } from "./statistics.type.js";
import { type LocalDate, TimeZone } from "./time-zone.js";

const dayMs = 86_400_000;
const maxIntervals = 1_000;
const defaultIntervals = 12;

/** A period of time, and the starts of the intervals in it, oldest first. The first interval may start before the period. */
export interface Intervals {
  readonly from: Date;
  readonly to: Date;
  readonly starts: readonly Date[];
}

/** The arguments that determine the intervals. */
type IntervalArgs = Pick<CustomerStatisticsArgs, "from" | "to" | "interval" | "timeZone">;

/**
 * Returns the intervals from `from` to `to`. Without `from`, there are twelve. Without `to`, they end with the present one.
 * @throws BAD_USER_INPUT for an unknown time zone, and for an empty, too long or too early period.
 */
export function intervalsOf({ from, to, interval, timeZone }: IntervalArgs, now = new Date()): Intervals {
  const zone = new TimeZone(timeZone);
  const { startOf, next } = calendars[interval];
  const end = to?.getTime() ?? zone.startOf(next(startOf(zone.dateAt(now.getTime()))));
  if (from && from.getTime() > end) {
    throw badArgument(["from"], "must not be after to, which is by default the end of the present interval");
  }
  const first = startOf(zone.dateAt(from?.getTime() ?? end - 1));
  const starts = from
    ? startsBetween(zone, interval, { first, from: from.getTime(), end })
    : lastStarts(zone, interval, { first, end });
  const start = starts[0] ?? end;
  if (new Date(start).getUTCFullYear() < 1) {
    throw badArgument([from ? "from" : "to"], "must give intervals that begin in the year 1 or later");
  }
  return { from: from ?? new Date(start), to: new Date(end), starts: starts.map((time) => new Date(time)) };
}

/** Returns the starts of the intervals from the one with the date `first` on. */
function startsBetween(
  zone: TimeZone,
  interval: StatisticsInterval,
  { first, from, end }: { readonly first: LocalDate; readonly from: number; readonly end: number },
): number[] {
  const starts: number[] = [];
  if (from === end) return starts;
  const { next } = calendars[interval];
  for (let date = first; ; date = next(date)) {
    const start = zone.startOf(date);
    if (start >= end) return starts;
    // The period can begin in the hour before a midnight that occurs twice. Then the first interval is over.
    if (start <= from) starts.pop();
    // A skipped date starts when the next one starts.
    if (start !== starts.at(-1)) starts.push(start);
    if (starts.length > maxIntervals) {
      throw badArgument(["interval"], `must give at most ${maxIntervals} intervals between from and to`);
    }
  }
}

/** Returns the starts of the last twelve intervals before `end`. `first` is the first date of the last one. */
function lastStarts(
  zone: TimeZone,
  interval: StatisticsInterval,
  { first, end }: { readonly first: LocalDate; readonly end: number },
): number[] {
  const { startOf } = calendars[interval];
  let date = first;
  // One more, because one date may have been skipped.
  for (let count = 0; count < defaultIntervals; count += 1) date = startOf(date - 1);
  return startsBetween(zone, interval, { first: date, from: Number.NEGATIVE_INFINITY, end }).slice(-defaultIntervals);
}

interface Calendar {
  /** Returns the first date of the interval that contains a date. */
  startOf(date: LocalDate): LocalDate;
  /** Returns the first date of the interval after the one that starts with a date. */
  next(date: LocalDate): LocalDate;
}

const calendars: Readonly<Record<StatisticsInterval, Calendar>> = {
  DAY: { startOf: (date) => date, next: (date) => date + 1 },
  // 1970-01-01 was a Thursday.
  WEEK: { startOf: (date) => date - ((((date + 3) % 7) + 7) % 7), next: (date) => date + 7 },
  MONTH: { startOf: (date) => monthAfter(date, 0), next: (date) => monthAfter(date, 1) },
  YEAR: { startOf: (date) => yearAfter(date, 0), next: (date) => yearAfter(date, 1) },
};

function monthAfter(date: LocalDate, months: number): LocalDate {
  const day = new Date(date * dayMs);
  return day.setUTCFullYear(day.getUTCFullYear(), day.getUTCMonth() + months, 1) / dayMs;
}

function yearAfter(date: LocalDate, years: number): LocalDate {
  const day = new Date(date * dayMs);
  return day.setUTCFullYear(day.getUTCFullYear() + years, 0, 1) / dayMs;
}
