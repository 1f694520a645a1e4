import fc from "fast-check";

/** Chooses the first value with this weight, and each other value with weight 1. Shrinks to the first value. */
export function usually<T>(times: number, usual: fc.Arbitrary<T>, ...others: fc.Arbitrary<T>[]): fc.Arbitrary<T> {
  return fc.oneof({ withCrossShrink: true }, { weight: times, arbitrary: usual }, ...others);
}

/** A value with this probability in percent, otherwise undefined. */
export function inPercent<T>(percent: number, value: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> {
  const none = { weight: 100 - percent, arbitrary: fc.constant(undefined) };
  return fc.oneof({ withCrossShrink: true }, none, { weight: percent, arbitrary: value });
}
