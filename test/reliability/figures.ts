/** Returns a quantile of the values. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = Float64Array.from(values).sort();
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

export const ms = (value: number) => `${value.toFixed(1)} ms`;
export const mib = (value: number) => `${value.toFixed(0)} MiB`;

let failed = 0;

/** Prints the result of a check. */
export function check(isRight: boolean, what: string): void {
  console.log(`${isRight ? "ok    " : "FAILED"} ${what}`);
  if (!isRight) failed += 1;
}

export const failures = () => failed;
