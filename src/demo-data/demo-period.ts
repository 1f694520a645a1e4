import { integerBelow, type Random } from "./random.js";

// Fixed dates: data that depends on the day it is made cannot be reproduced.
const periodStart = Date.UTC(2024, 10, 1);
const periodEnd = Date.UTC(2026, 10, 1);

/** The customers are created one after the other from `start` on, the groups are there before the first of them. */
export const demoPeriod = { start: periodStart, end: periodEnd } as const;

/** The creation time of customer number `index` of `count`: later than the previous one, within the period. */
export function creationTime(random: Random, index: number, count: number): number {
  const step = (periodEnd - periodStart) / count;
  return Math.floor(periodStart + index * step) + integerBelow(random, Math.floor(step));
}

/** Some time after `time`, within `days` and before the end of the period. */
export function timeAfter(random: Random, time: number, days: number): number {
  const latest = Math.min(time + days * 86_400_000, periodEnd);
  return time + Math.floor(random() * (latest - time));
}
