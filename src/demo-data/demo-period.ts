import { integerBelow, type Random } from "./random.js";

/** Customers are created from `start` to `end`. Groups, price lists and regions are created before `start`. */
export interface DemoPeriod {
  readonly start: number;
  readonly end: number;
}

/** A day in milliseconds. */
export const dayMs = 86_400_000;
const periodDays = 730;

/** Returns the two years before a day (UTC). Nothing is created on that day. */
export function demoPeriodBefore(day: Date): DemoPeriod {
  const end = new Date(day).setUTCHours(0, 0, 0, 0);
  return { start: end - periodDays * dayMs, end };
}

/** Returns the creation time of customer number `index` of `count`: later than the previous one, within the period. */
export function creationTime(random: Random, { start, end }: DemoPeriod, index: number, count: number): number {
  const step = (end - start) / count;
  return start + Math.floor(index * step) + integerBelow(random, Math.floor(step));
}

/** Returns a random time after `time`, within `days` and before the end of the period. */
export function timeAfter(random: Random, { end }: DemoPeriod, time: number, days: number): number {
  const latest = Math.min(time + days * dayMs, end);
  return time + Math.floor(random() * (latest - time));
}
