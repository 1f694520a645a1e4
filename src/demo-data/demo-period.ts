import { integerBelow, type Random } from "./random.js";

// The dates are fixed, so that the data can be created again.
const periodStart = Date.UTC(2024, 10, 1);
const periodEnd = Date.UTC(2026, 10, 1);

/** Customers are created from `start` to `end`. Groups are created before `start`. */
export const demoPeriod = { start: periodStart, end: periodEnd } as const;

/** Returns the creation time of customer number `index` of `count`: later than the previous one, within the period. */
export function creationTime(random: Random, index: number, count: number): number {
  const step = (periodEnd - periodStart) / count;
  return Math.floor(periodStart + index * step) + integerBelow(random, Math.floor(step));
}

/** Returns a random time after `time`, within `days` and before the end of the period. */
export function timeAfter(random: Random, time: number, days: number): number {
  const latest = Math.min(time + days * 86_400_000, periodEnd);
  return time + Math.floor(random() * (latest - time));
}
