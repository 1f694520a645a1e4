import { formatDate } from "../format/format.js";
import type { GrowthInterval } from "./growth-period.js";

const day = new Intl.DateTimeFormat(undefined, { day: "numeric", month: "short" });
const month = new Intl.DateTimeFormat(undefined, { month: "short", year: "numeric" });

/** The heading of the column of intervals. */
export const intervalTitles: Readonly<Record<GrowthInterval, string>> = {
  DAY: "Day",
  WEEK: "Week from",
  MONTH: "Month",
};

/** Names an interval by its start: `Nov 30, 2026`, or `Nov 2026` for a month. */
export function intervalName(from: string, interval: GrowthInterval): string {
  return interval === "MONTH" ? month.format(new Date(from)) : formatDate(from);
}

/** The name of an interval at the axis of the chart: `Nov 30`, or `Nov 2026` for a month or a period of years. */
export function axisName(from: string, interval: GrowthInterval, isLong: boolean): string {
  return interval === "MONTH" || isLong ? month.format(new Date(from)) : day.format(new Date(from));
}
