import { ulid } from "ulid";
import { integerBelow, type Random } from "./random.js";

/** Customers are created from `start` to `end`. Groups, price lists and regions are created before `start`. */
export interface DemoPeriod {
  readonly start: number;
  readonly end: number;
}

const dayLength = 86_400_000;
const periodLength = 730 * dayLength;

/** Returns the two years before a day (UTC). Nothing is created on that day. */
export function demoPeriodBefore(day: Date): DemoPeriod {
  const end = new Date(day).setUTCHours(0, 0, 0, 0);
  return { start: end - periodLength, end };
}

/** Returns the creation time of customer number `index` of `count`: later than the previous one, within the period. */
export function creationTime(random: Random, { start }: DemoPeriod, index: number, count: number): number {
  const step = periodLength / count;
  return start + Math.floor(index * step) + integerBelow(random, Math.floor(step));
}

/** Returns a random time after `time`, within `days` and before the end of the period. */
export function timeAfter(random: Random, { end }: DemoPeriod, time: number, days: number): number {
  const latest = Math.min(time + days * dayLength, end);
  return time + Math.floor(random() * (latest - time));
}

/** The time in the ids of objects that are created at the start of the period. It is fixed, so that each period has the same ids. */
export const firstIdTime = Date.UTC(2024, 10, 1);

/** Generates an id for an object that is created at `time`. Ids are in the order of these times, and the same in each period. */
export function generateId(random: Random, { start }: DemoPeriod, prefix: string, time: number): string {
  return `${prefix}_${ulid(firstIdTime + time - start, random)}`;
}
