import { ulid } from "ulid";
import type { idPrefixes } from "../graphql/node/ids.js";
import type { DemoPeriod } from "./demo-period.js";
import type { Random } from "./random.js";

type IdPrefix = (typeof idPrefixes)[keyof typeof idPrefixes];

/** The time in the ids of objects that are created at the start of the period. It is fixed, so that each period has the same ids. */
export const firstIdTime = Date.UTC(2024, 10, 1);

/** Generates an id for an object that is created at `time`. Ids are in the order of these times, and the same in each period. */
export function generateId(random: Random, { start }: DemoPeriod, prefix: IdPrefix, time: number): string {
  return `${prefix}_${ulid(firstIdTime + time - start, random)}`;
}
