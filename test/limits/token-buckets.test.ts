import { TokenBuckets } from "../../src/limits/token-buckets.js";

describe("a caller's bucket", () => {
  const limit = { perSecond: 10, burst: 100 };

  it("is full at first, and gives as long as there is enough", () => {
    const buckets = new TokenBuckets(limit);
    expect(buckets.take("a", 60, 0)).toEqual({ isAllowed: true, remaining: 40 });
    expect(buckets.take("a", 40, 0)).toEqual({ isAllowed: true, remaining: 0 });
    expect(buckets.take("a", 1, 0)).toEqual({ isAllowed: false, remaining: 0 });
  });

  it("gives nothing of what is not enough", () => {
    const buckets = new TokenBuckets(limit);
    buckets.take("a", 60, 0);
    expect(buckets.take("a", 41, 0)).toEqual({ isAllowed: false, remaining: 40 });
    expect(buckets.take("a", 40, 0)).toEqual({ isAllowed: true, remaining: 0 });
  });

  it("fills again as time passes, and not beyond its size", () => {
    const buckets = new TokenBuckets(limit);
    buckets.take("a", 100, 0);
    expect(buckets.take("a", 15, 1)).toEqual({ isAllowed: false, remaining: 10 });
    expect(buckets.take("a", 15, 1.5)).toEqual({ isAllowed: true, remaining: 0 });
    expect(buckets.take("a", 1, 1_000)).toEqual({ isAllowed: true, remaining: 99 });
  });

  it("is nobody else's", () => {
    const buckets = new TokenBuckets(limit);
    buckets.take("a", 100, 0);
    expect(buckets.take("b", 100, 0).isAllowed).toBe(true);
  });

  it("does not empty when the clock goes back", () => {
    const buckets = new TokenBuckets(limit);
    buckets.take("a", 50, 10);
    expect(buckets.take("a", 1, 5)).toEqual({ isAllowed: true, remaining: 49 });
  });
});
