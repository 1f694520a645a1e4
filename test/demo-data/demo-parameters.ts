import type { DemoDataParameters } from "../../src/demo-data/demo-customers.js";
import { demoPeriodBefore } from "../../src/demo-data/demo-period.js";

/** A period that is the same on each day. */
export const fixedPeriod = demoPeriodBefore(new Date("2026-11-01T00:00:00Z"));

/** Parameters of demo data with dates that are the same on each day. */
export function givenParameters(customers: number, seed = 1): DemoDataParameters {
  return { customers, seed, period: fixedPeriod };
}
