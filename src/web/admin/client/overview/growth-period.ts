import { useSearchParams } from "react-router";
import type { StatisticsInterval } from "../generated/schema.js";

export type PeriodKey = "30-days" | "90-days" | "12-months" | "5-years";
export type GrowthInterval = Exclude<StatisticsInterval, "YEAR">;

interface Period {
  readonly label: string;
  readonly usualInterval: GrowthInterval;
  /** The numbers of intervals of the period. The API returns at most 1,000; a chart shows fewer. */
  readonly counts: Readonly<Partial<Record<GrowthInterval, number>>>;
}

const periods: Readonly<Record<PeriodKey, Period>> = {
  "30-days": { label: "30 days", usualInterval: "DAY", counts: { DAY: 30, WEEK: 5 } },
  "90-days": { label: "90 days", usualInterval: "WEEK", counts: { DAY: 90, WEEK: 13, MONTH: 3 } },
  "12-months": { label: "12 months", usualInterval: "MONTH", counts: { DAY: 365, WEEK: 53, MONTH: 12 } },
  "5-years": { label: "5 years", usualInterval: "MONTH", counts: { WEEK: 261, MONTH: 60 } },
};

const usualPeriod: PeriodKey = "12-months";
const intervalLabels: Readonly<Record<GrowthInterval, string>> = { DAY: "Day", WEEK: "Week", MONTH: "Month" };

export const periodChoices = Object.entries(periods).map(([value, { label }]) => ({ value, label }));

/** The period and the intervals of the chart. They are in the address: `?period=90-days&interval=week`. */
export interface GrowthPeriod {
  readonly period: PeriodKey;
  readonly interval: GrowthInterval;
  readonly intervalChoices: readonly { readonly value: GrowthInterval; readonly label: string }[];
  /** The start of the first interval, in the time zone of the browser. */
  readonly from: string;
  setPeriod(period: string): void;
  setInterval(interval: string): void;
}

/** Reads the period of the chart from the address. Values that mean nothing are left out. */
export function useGrowthPeriod(): GrowthPeriod {
  const [params, setParams] = useSearchParams();
  const period = periodOf(params.get("period"));
  const { counts, usualInterval } = periods[period];
  const intervals = Object.keys(counts) as GrowthInterval[];
  const interval = intervals.find((name) => name.toLowerCase() === params.get("interval")) ?? usualInterval;

  const set = (nextPeriod: PeriodKey, nextInterval: string) => {
    const next = new URLSearchParams(params);
    change(next, "period", nextPeriod, usualPeriod);
    change(next, "interval", nextInterval.toLowerCase(), periods[nextPeriod].usualInterval.toLowerCase());
    setParams(next, { preventScrollReset: true });
  };
  return {
    period,
    interval,
    intervalChoices: intervals.map((value) => ({ value, label: intervalLabels[value] })),
    from: startOf(interval, counts[interval] ?? 1).toISOString(),
    setPeriod: (value) => {
      const next = periodOf(value);
      set(next, periods[next].usualInterval);
    },
    setInterval: (value) => set(period, value),
  };
}

function periodOf(text: string | null): PeriodKey {
  return text !== null && Object.hasOwn(periods, text) ? (text as PeriodKey) : usualPeriod;
}

/** The usual value is not in the address. */
function change(params: URLSearchParams, name: string, value: string, usual: string): void {
  if (value === usual) params.delete(name);
  else params.set(name, value);
}

/** Returns the start of the first of so many intervals, the last of which is the present one. Weeks begin on Monday. */
function startOf(interval: GrowthInterval, count: number): Date {
  const today = new Date();
  const [year, month, day] = [today.getFullYear(), today.getMonth(), today.getDate()];
  if (interval === "MONTH") return new Date(year, month - count + 1, 1);
  if (interval === "DAY") return new Date(year, month, day - count + 1);
  const daysSinceMonday = (today.getDay() + 6) % 7;
  return new Date(year, month, day - daysSinceMonday - 7 * (count - 1));
}
