import fc from "fast-check";

/** The first of these so many times as often as any other; what it is not shrinks to it. */
export function usually<T>(times: number, usual: fc.Arbitrary<T>, ...others: fc.Arbitrary<T>[]): fc.Arbitrary<T> {
  return fc.oneof({ withCrossShrink: true }, { weight: times, arbitrary: usual }, ...others);
}

/** A value in so many of a hundred cases, otherwise undefined. */
export function inPercent<T>(percent: number, value: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> {
  const none = { weight: 100 - percent, arbitrary: fc.constant(undefined) };
  return fc.oneof({ withCrossShrink: true }, none, { weight: percent, arbitrary: value });
}
