/** Gives numbers from 0 up to, not including, 1: always the same ones for the same seed. */
export type Random = () => number;

/** The mulberry32 generator: small, fast, and good enough for demo data (never for secrets). */
export function createRandom(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let bits = Math.imul(state ^ (state >>> 15), state | 1);
    bits ^= bits + Math.imul(bits ^ (bits >>> 7), bits | 61);
    return ((bits ^ (bits >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** A whole number from 0 up to, not including, `end`. */
export function integerBelow(random: Random, end: number): number {
  return Math.floor(random() * end);
}

/** True with the given probability. */
export function chance(random: Random, probability: number): boolean {
  return random() < probability;
}

/** One of the items; with a `skew` above 1 the first ones come more often. */
export function pick<Item>(random: Random, items: readonly Item[], skew = 1): Item {
  const item = items[Math.floor(random() ** skew * items.length)];
  if (item === undefined) throw new RangeError("Expected at least one item to pick from.");
  return item;
}

/** The items in random order. */
export function shuffle<Item>(random: Random, items: readonly Item[]): Item[] {
  return items
    .map((item) => ({ item, rank: random() }))
    .sort((a, b) => a.rank - b.rank)
    .map(({ item }) => item);
}
