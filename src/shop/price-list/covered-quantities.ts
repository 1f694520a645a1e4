interface Range {
  readonly from: number;
  readonly to: number;
}

/** The quantities for which there are prices: sorted ranges that do not overlap. */
export class CoveredQuantities {
  readonly #ranges: Range[] = [];

  /** Adds a range. Returns true if it overlaps with an earlier range. */
  add({ minQuantity, maxQuantity }: { minQuantity: number | null; maxQuantity: number | null }): boolean {
    const range = { from: minQuantity ?? 1, to: maxQuantity ?? Number.POSITIVE_INFINITY };
    const start = this.#firstEndingAtOrAfter(range.from);
    let end = start;
    while ((this.#ranges[end]?.from ?? Number.POSITIVE_INFINITY) <= range.to && end < this.#ranges.length) end += 1;
    const overlapping = this.#ranges.slice(start, end);
    const from = Math.min(range.from, ...overlapping.slice(0, 1).map((first) => first.from));
    const to = Math.max(range.to, ...overlapping.slice(-1).map((last) => last.to));
    this.#ranges.splice(start, overlapping.length, { from, to });
    return overlapping.length > 0;
  }

  /** The index of the first range that ends at or after a quantity. */
  #firstEndingAtOrAfter(quantity: number): number {
    let [low, high] = [0, this.#ranges.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#ranges[middle]?.to ?? 0) < quantity) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
