/** Returns numbers from 0 to less than 1. They are the same for the same seed. */
export type Random = () => number;

/** Creates a mulberry32 generator. It is small and fast. It must not be used for secrets. */
export function createRandom(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let bits = Math.imul(state ^ (state >>> 15), state | 1);
    bits ^= bits + Math.imul(bits ^ (bits >>> 7), bits | 61);
    return ((bits ^ (bits >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Returns an integer from 0 to less than `end`. */
export function integerBelow(random: Random, end: number): number {
  return Math.floor(random() * end);
}

/** Returns true with the given probability. */
export function chance(random: Random, probability: number): boolean {
  return random() < probability;
}

/** Returns a random item. With a `skew` above 1, the first items are more frequent. */
export function pick<Item>(random: Random, items: readonly Item[], skew = 1): Item {
  const item = items[Math.floor(random() ** skew * items.length)];
  if (item === undefined) throw new RangeError("Expected at least one item to pick from.");
  return item;
}

/** Returns the items in random order. */
export function shuffle<Item>(random: Random, items: readonly Item[]): Item[] {
  return items
    .map((item) => ({ item, rank: random() }))
    .sort((a, b) => a.rank - b.rank)
    .map(({ item }) => item);
}
