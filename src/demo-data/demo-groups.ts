import { idPrefixes } from "../graphql/node/ids.js";
import type { DemoDataParameters } from "./demo-customers.js";
import { generateId } from "./demo-ids.js";
import { dayMs } from "./demo-period.js";
import { regions, segments } from "./group-names.data.js";
import { chance, createRandom, integerBelow, pick, type Random } from "./random.js";

export interface DemoGroup {
  readonly id: string;
  readonly name: string;
  readonly metadata: Readonly<Record<string, unknown>> | null;
  readonly createdAt: Date;
  /** The positions of its members in the order in which customers are created, ascending. */
  readonly members: Int32Array;
}

const membershipsPerCustomer = 3;
const minGroups = 6;

// Another seed than that of the customers, so that the groups get other random numbers.
const seedOffset = 0x9e3779b9;

/**
 * Generates the groups, the largest first. A customer is in three groups on average. The largest group has half of all
 * customers. The sizes of the others follow Zipf's law.
 */
export function* generateGroups({ customers, seed, period }: DemoDataParameters): Generator<DemoGroup> {
  const random = createRandom(seed + seedOffset);
  for (const [position, size] of groupSizes(customers).entries()) {
    // Times differ by an hour, so that the ids sort in the order of the groups. All are before the first customer.
    const createdAt = period.start - 365 * dayMs + position * 3_600_000;
    yield {
      id: generateId(random, period, idPrefixes.CustomerGroup, createdAt),
      name: groupName(position),
      metadata: chance(random, 0.3) ? { discountPercent: pick(random, [5, 10, 15, 20]) } : null,
      createdAt: new Date(createdAt),
      members: drawMembers(random, size, customers),
    };
  }
}

/** Returns about 12 groups for 1,000 customers, 200 for 100,000, 800 for a million. */
function groupCount(customers: number): number {
  return Math.max(minGroups, Math.round(12 * (customers / 1000) ** 0.611));
}

function groupName(position: number): string {
  const segment = segments[position % segments.length] ?? "Group";
  const round = Math.floor(position / segments.length);
  if (round === 0) return segment;
  const region = regions[(round - 1) % regions.length] ?? "World";
  const repetition = Math.floor((round - 1) / regions.length);
  return repetition === 0 ? `${segment} ${region}` : `${segment} ${region} ${repetition + 1}`;
}

function groupSizes(customers: number): number[] {
  const total = customers * membershipsPerCustomer;
  const largest = Math.ceil(customers / 2);
  const ranks = Array.from({ length: groupCount(customers) }, (_, index) => index + 1);
  const exponent = findExponent(ranks, total / largest);
  const sizes = ranks.map((rank) => Math.floor(largest * rank ** -exponent));
  // Rounding down loses less than one member for each group.
  const missing = total - sizes.reduce((sum, size) => sum + size, 0);
  return sizes.map((size, index) => (index > 0 && index <= missing ? size + 1 : size));
}

/** Finds the exponent for which the sum of `rank ** -exponent` over all ranks is `target`. */
function findExponent(ranks: readonly number[], target: number): number {
  let low = 0;
  let high = 4;
  for (let step = 0; step < 60; step++) {
    const middle = (low + high) / 2;
    const sum = ranks.reduce((total, rank) => total + rank ** -middle, 0);
    if (sum > target) low = middle;
    else high = middle;
  }
  return low;
}

// Draws one customer from each of `size` equal parts. So the members are distinct and sorted.
function drawMembers(random: Random, size: number, customers: number): Int32Array {
  const members = new Int32Array(size);
  const boundary = (part: number) => Math.floor((part * customers) / size);
  for (let part = 0; part < size; part++) {
    members[part] = boundary(part) + integerBelow(random, boundary(part + 1) - boundary(part));
  }
  return members;
}
