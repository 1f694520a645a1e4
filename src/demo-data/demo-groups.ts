import { ulid } from "ulid";
import type { DemoDataSize } from "./demo-customers.js";
import { demoPeriod } from "./demo-period.js";
import { regions, segments } from "./group-names.data.js";
import { chance, createRandom, integerBelow, pick, type Random } from "./random.js";

export interface DemoGroup {
  readonly id: string;
  readonly name: string;
  readonly metadata: Readonly<Record<string, unknown>> | null;
  readonly createdAt: Date;
  /** Positions of its members in the order in which customers are made, ascending. */
  readonly members: Int32Array;
}

const membershipsPerCustomer = 3;
const minGroups = 6;

// Keeps the groups from drawing the same numbers as the customers.
const seedOffset = 0x9e3779b9;

/**
 * Generates the groups, the biggest first. A customer is in three on average and half of all customers are in the biggest;
 * the sizes of the others fall off as in Zipf's law.
 */
export function* generateGroups({ customers, seed }: DemoDataSize): Generator<DemoGroup> {
  const random = createRandom(seed + seedOffset);
  for (const [position, size] of groupSizes(customers).entries()) {
    // An hour apart before the first customer, so that the ids keep their order.
    const createdAt = demoPeriod.start - 365 * 86_400_000 + position * 3_600_000;
    yield {
      id: `cusgroup_${ulid(createdAt, random)}`,
      name: groupName(position),
      metadata: chance(random, 0.3) ? { discountPercent: pick(random, [5, 10, 15, 20]) } : null,
      createdAt: new Date(createdAt),
      members: drawMembers(random, size, customers),
    };
  }
}

/** About 12 groups for 1,000 customers, 200 for 100,000, 800 for a million. */
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
  const biggest = Math.ceil(customers / 2);
  const ranks = Array.from({ length: groupCount(customers) }, (_, index) => index + 1);
  const exponent = findExponent(ranks, total / biggest);
  const sizes = ranks.map((rank) => Math.floor(biggest * rank ** -exponent));
  // Rounding down loses less than one member a group.
  const missing = total - sizes.reduce((sum, size) => sum + size, 0);
  return sizes.map((size, index) => (index > 0 && index <= missing ? size + 1 : size));
}

/** The exponent with which the sum of `rank ** -exponent` over all ranks is `target`. */
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

// One from each of `size` equal parts: distinct and in order without remembering or sorting anything.
function drawMembers(random: Random, size: number, customers: number): Int32Array {
  const members = new Int32Array(size);
  const boundary = (part: number) => Math.floor((part * customers) / size);
  for (let part = 0; part < size; part++) {
    members[part] = boundary(part) + integerBelow(random, boundary(part + 1) - boundary(part));
  }
  return members;
}
