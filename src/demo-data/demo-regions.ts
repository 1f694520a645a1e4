import { idPrefixes } from "../graphql/node/ids.js";
import type { DemoDataParameters } from "./demo-customers.js";
import { generateId } from "./demo-ids.js";
import { createRandom } from "./random.js";

export interface DemoRegion {
  readonly id: string;
  readonly name: string;
  readonly currencyCode: string;
  readonly countryCodes: readonly string[];
  readonly createdAt: Date;
}

const drafts: readonly (readonly [name: string, currencyCode: string, countryCodes: string])[] = [
  ["Euro area", "EUR", "at be bg cy de ee es fi fr gr hr ie it lt lu lv mt nl pt si sk"],
  ["United States", "USD", "us"],
  ["United Kingdom", "GBP", "gb gg im je"],
  ["Japan", "JPY", "jp"],
  ["Canada", "CAD", "ca"],
  ["Australia and New Zealand", "AUD", "au nz"],
  ["Switzerland and Liechtenstein", "CHF", "ch li"],
];

// Another seed than that of the customers, so that the regions get other random numbers.
const seedOffset = 0x27d4eb2f;

/** Generates the regions. Some countries of customers are in no region. */
export function generateRegions({ seed, period }: DemoDataParameters): DemoRegion[] {
  const random = createRandom(seed + seedOffset);
  return drafts.map(([name, currencyCode, countryCodes], index) => {
    // A minute apart before the first customer, so that the ids keep their order.
    const createdAt = period.start - (drafts.length - index) * 60_000;
    const id = generateId(random, period, idPrefixes.Region, createdAt);
    return { id, name, currencyCode, countryCodes: countryCodes.split(" "), createdAt: new Date(createdAt) };
  });
}
