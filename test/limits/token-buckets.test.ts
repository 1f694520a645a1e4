import { TokenBuckets } from "../../src/execution/limits/token-buckets.js";

describe("a caller's bucket", () => {
  const limit = { perSecond: 10, burst: 100 };

  it("is full at first, and gives as long as there is enough", () => {
    const buckets = new TokenBuckets();
    expect(buckets.take("a", 60, limit, 0)).toEqual({ isAllowed: true, remaining: 40 });
    expect(buckets.take("a", 40, limit, 0)).toEqual({ isAllowed: true, remaining: 0 });
    expect(buckets.take("a", 1, limit, 0)).toEqual({ isAllowed: false, remaining: 0 });
  });

  it("gives nothing of what is not enough", () => {
    const buckets = new TokenBuckets();
    buckets.take("a", 60, limit, 0);
    expect(buckets.take("a", 41, limit, 0)).toEqual({ isAllowed: false, remaining: 40 });
    expect(buckets.take("a", 40, limit, 0)).toEqual({ isAllowed: true, remaining: 0 });
  });

  it("fills again as time passes, and not beyond its size", () => {
    const buckets = new TokenBuckets();
    buckets.take("a", 100, limit, 0);
    expect(buckets.take("a", 15, limit, 1)).toEqual({ isAllowed: false, remaining: 10 });
    expect(buckets.take("a", 15, limit, 1.5)).toEqual({ isAllowed: true, remaining: 0 });
    expect(buckets.take("a", 1, limit, 1_000)).toEqual({ isAllowed: true, remaining: 99 });
  });

  it("gets back what is given back, and not beyond its size", () => {
    const buckets = new TokenBuckets();
    buckets.take("a", 60, limit, 0);
    expect(buckets.take("a", -20, limit, 0)).toEqual({ isAllowed: true, remaining: 60 });
    expect(buckets.take("a", -60, limit, 0)).toEqual({ isAllowed: true, remaining: 100 });
  });

  it("is nobody else's", () => {
    const buckets = new TokenBuckets();
    buckets.take("a", 100, limit, 0);
    expect(buckets.take("b", 100, limit, 0).isAllowed).toBe(true);
  });

  it("does not empty when the clock goes back", () => {
    const buckets = new TokenBuckets();
    buckets.take("a", 50, limit, 10);
    expect(buckets.take("a", 1, limit, 5)).toEqual({ isAllowed: true, remaining: 49 });
  });
});
