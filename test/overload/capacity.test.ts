import { once } from "node:events";
import { setTimeout } from "node:timers/promises";
import { Capacity } from "../../src/http/overload/capacity.js";

const noQueue = { waitingCount: 0, options: { max: 10 } };

/** Leaves the event loop no time until `isDone`. */
async function busyUntil(isDone: () => boolean): Promise<void> {
  while (!isDone()) {
    const end = performance.now() + 5;
    while (performance.now() < end);
    await new Promise(setImmediate);
  }
}

describe("Capacity", () => {
  const opened: Capacity[] = [];
  afterEach(() => {
    for (const capacity of opened.splice(0)) capacity.close();
  });

  function open(maxRequests: number, queue = noQueue): Capacity {
    const capacity = new Capacity({ maxRequests, busyLatencyMs: 25 }, queue);
    opened.push(capacity);
    return capacity;
  }

  /** Starts requests, and gives what ends each of them. */
  function start(capacity: Capacity, count: number): (() => void)[] {
    return Array.from({ length: count }, () => {
      const end = new AbortController();
      capacity.count(once(end.signal, "abort"));
      return () => end.abort();
    });
  }

  it("takes on as many requests as it may, and another as soon as one is done, however it ended", async () => {
    const capacity = open(3);
    const [end = () => {}] = start(capacity, 2);
    expect(capacity.isFull).toBe(false);
    const failing = capacity.count(Promise.reject(new Error("failed")));
    expect(capacity.isFull).toBe(true);
    await expect(failing).rejects.toThrow("failed");
    expect(capacity.isFull).toBe(false);
    start(capacity, 1);
    expect(capacity.isFull).toBe(true);
    end();
    await setTimeout(1);
    expect(capacity.isFull).toBe(false);
  });

  it("takes on none while ten times as many wait for connections as there may be", () => {
    const queue = { waitingCount: 99, options: { max: 10 } };
    const capacity = open(1_000, queue);
    expect(capacity.isFull).toBe(false);
    queue.waitingCount = 100;
    expect(capacity.isFull).toBe(true);
  });

  it("takes on fewer while the process has no time left, and as many as before when it has", async () => {
    const capacity = open(1_000);
    start(capacity, 40);
    expect(capacity.isFull).toBe(false);
    await busyUntil(() => capacity.isFull);
    // Takes it on again by itself, a little at a time.
    while (capacity.isFull) await setTimeout(10);
    start(capacity, 900);
    while (capacity.isFull) await setTimeout(10);
  });

  it("takes on a few dozen whatever happens after it started, and later a few", async () => {
    const capacity = open(1_000);
    const busyForLong = async () => {
      const end = performance.now() + 500;
      await busyUntil(() => performance.now() > end);
    };
    const [endFirst = () => {}, ...ends] = start(capacity, 32);
    await busyForLong();
    expect(capacity.isFull).toBe(true);
    endFirst();
    await setTimeout(1);
    expect(capacity.isFull).toBe(false);
    for (const end of ends) end();
    await Promise.all(Array.from({ length: 1_000 }, () => capacity.count(Promise.resolve())));
    // Their rate is forgotten.
    await setTimeout(1_000);
    const [endOne = () => {}] = start(capacity, 8);
    await busyForLong();
    expect(capacity.isFull).toBe(true);
    endOne();
    await setTimeout(1);
    expect(capacity.isFull).toBe(false);
  });
});
