import { TokenBuckets } from "../../src/execution/limits/token-buckets.js";

describe("a caller's bucket", () => {
  const limit = { perSecond: 10, burst: 100 };

  it("is full at first, and allows costs up to its tokens", () => {
    const buckets = new TokenBuckets();
    expect(buckets.take("a", 60, limit, 0)).toEqual({ isAllowed: true, remaining: 40 });
    expect(buckets.take("a", 40, limit, 0)).toEqual({ isAllowed: true, remaining: 0 });
    expect(buckets.take("a", 1, limit, 0)).toEqual({ isAllowed: false, remaining: 0 });
  });

  it("takes no tokens if there are not enough", () => {
    const buckets = new TokenBuckets();
    buckets.take("a", 60, limit, 0);
    expect(buckets.take("a", 41, limit, 0)).toEqual({ isAllowed: false, remaining: 40 });
    expect(buckets.take("a", 40, limit, 0)).toEqual({ isAllowed: true, remaining: 0 });
  });

  it("fills again with time up to its size", () => {
    const buckets = new TokenBuckets();
    buckets.take("a", 100, limit, 0);
    expect(buckets.take("a", 15, limit, 1)).toEqual({ isAllowed: false, remaining: 10 });
    expect(buckets.take("a", 15, limit, 1.5)).toEqual({ isAllowed: true, remaining: 0 });
    expect(buckets.take("a", 1, limit, 1_000)).toEqual({ isAllowed: true, remaining: 99 });
  });

  it("accepts refunds up to its size", () => {
    const buckets = new TokenBuckets();
    buckets.take("a", 60, limit, 0);
    expect(buckets.take("a", -20, limit, 0)).toEqual({ isAllowed: true, remaining: 60 });
    expect(buckets.take("a", -60, limit, 0)).toEqual({ isAllowed: true, remaining: 100 });
  });

  it("is not shared with other callers", () => {
    const buckets = new TokenBuckets();
    buckets.take("a", 100, limit, 0);
    expect(buckets.take("b", 100, limit, 0).isAllowed).toBe(true);
  });

  it("keeps its tokens when the clock goes back", () => {
    const buckets = new TokenBuckets();
    buckets.take("a", 50, limit, 10);
    expect(buckets.take("a", 1, limit, 5)).toEqual({ isAllowed: true, remaining: 49 });
  });
});
