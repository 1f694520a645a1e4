import { once } from "node:events";
import { setTimeout } from "node:timers/promises";
import { ConcurrencyLimiter } from "../../src/http/overload/concurrency-limiter.js";

/** The interval of the limiter's measurements. */
const tickMs = 25;
const noQueue = { waitingCount: 0, options: { max: 10 } };

/** Keeps the event loop busy until `isDone`. */
async function busyUntil(isDone: () => boolean): Promise<void> {
  while (!isDone()) {
    const end = performance.now() + 5;
    while (performance.now() < end);
    await new Promise(setImmediate);
  }
}

/** Keeps the event loop busy for one tick of the limiter, and lets it run. */
async function busyUntilNextTick(): Promise<void> {
  const end = performance.now() + tickMs + 5;
  while (performance.now() < end);
  await new Promise(setImmediate);
}

/** Counts the timers of limiters that are running. */
function watchTimers() {
  const { setInterval: set, clearInterval: clear } = globalThis;
  const timers = new Set<unknown>();
  globalThis.setInterval = Object.assign((...args: Parameters<typeof set>) => {
    const timer = set(...args);
    if (args[1] === tickMs) timers.add(timer);
    return timer;
  }, set);
  globalThis.clearInterval = (timer) => {
    timers.delete(timer);
    clear(timer);
  };
  return {
    get running() {
      return timers.size;
    },
    stopWatching: () => Object.assign(globalThis, { setInterval: set, clearInterval: clear }),
  };
}

describe("ConcurrencyLimiter", () => {
  const opened: ConcurrencyLimiter[] = [];
  afterEach(() => {
    for (const concurrencyLimiter of opened.splice(0)) concurrencyLimiter.close();
  });

  function open(maxRequests: number, queue = noQueue): ConcurrencyLimiter {
    const concurrencyLimiter = new ConcurrencyLimiter({ maxRequests, busyLatencyMs: 25 }, queue);
    opened.push(concurrencyLimiter);
    return concurrencyLimiter;
  }

  /** Starts requests and returns a function for each that ends it. */
  function start(concurrencyLimiter: ConcurrencyLimiter, count: number): (() => void)[] {
    return Array.from({ length: count }, () => {
      const end = new AbortController();
      concurrencyLimiter.count(once(end.signal, "abort"));
      return () => end.abort();
    });
  }

  it("accepts requests up to the limit, and another one as soon as one has succeeded or failed", async () => {
    const concurrencyLimiter = open(3);
    const [end = () => {}] = start(concurrencyLimiter, 2);
    expect(concurrencyLimiter.isFull).toBe(false);
    const failing = concurrencyLimiter.count(Promise.reject(new Error("failed")));
    expect(concurrencyLimiter.isFull).toBe(true);
    await expect(failing).rejects.toThrow("failed");
    expect(concurrencyLimiter.isFull).toBe(false);
    start(concurrencyLimiter, 1);
    expect(concurrencyLimiter.isFull).toBe(true);
    end();
    await setTimeout(1);
    expect(concurrencyLimiter.isFull).toBe(false);
  });

  it("accepts no request while ten queries wait for each connection of the pool", () => {
    const queue = { waitingCount: 99, options: { max: 10 } };
    const concurrencyLimiter = open(1_000, queue);
    expect(concurrencyLimiter.isFull).toBe(false);
    queue.waitingCount = 100;
    expect(concurrencyLimiter.isFull).toBe(true);
  });

  it("lowers the limit while the process is busy, and raises it again afterwards", async () => {
    const concurrencyLimiter = open(1_000);
    start(concurrencyLimiter, 40);
    expect(concurrencyLimiter.isFull).toBe(false);
    await busyUntil(() => concurrencyLimiter.isFull);
    // The limit grows again in small steps.
    while (concurrencyLimiter.isFull) await setTimeout(10);
    start(concurrencyLimiter, 900);
    while (concurrencyLimiter.isFull) await setTimeout(10);
  });

  it("has a timer only while there are requests, or while the limit is low", async () => {
    const timers = watchTimers();
    try {
      const concurrencyLimiter = open(1_000);
      expect(timers.running).toBe(0);
      for (let round = 0; round < 2; round += 1) {
        const ends = start(concurrencyLimiter, 40);
        expect(timers.running).toBe(1);
        await busyUntil(() => concurrencyLimiter.isFull);
        for (const end of ends) end();
        await setTimeout(30);
        expect(timers.running).toBe(1);
        for (let waited = 0; timers.running > 0 && waited < 3_000; waited += 1) await setTimeout(10);
        expect(timers.running).toBe(0);
      }
    } finally {
      timers.stopWatching();
    }
  });

  it("does not count busy ticks before a pause", async () => {
    const timers = watchTimers();
    try {
      const concurrencyLimiter = open(1_000);
      for (const end of start(concurrencyLimiter, 1)) end();
      const deadline = performance.now() + 30_000;
      await busyUntil(() => timers.running === 0 || performance.now() > deadline);
      expect(timers.running).toBe(0);
      start(concurrencyLimiter, 40);
      await busyUntilNextTick();
      expect(concurrencyLimiter.isFull).toBe(false);
    } finally {
      timers.stopWatching();
    }
  });

  it("accepts up to 32 requests in a busy process, however slowly it finishes them", async () => {
    const concurrencyLimiter = open(1_000);
    const busyForLong = async () => {
      const end = performance.now() + 500;
      await busyUntil(() => performance.now() > end);
    };
    const finishMany = () =>
      Promise.all(Array.from({ length: 2_000 }, () => concurrencyLimiter.count(Promise.resolve())));
    for (const prepare of [() => Promise.resolve(), finishMany]) {
      await prepare();
      // The average rate is low again.
      await setTimeout(1_000);
      const ends = start(concurrencyLimiter, 31);
      await busyForLong();
      expect(concurrencyLimiter.isFull).toBe(false);
      const [endLast = () => {}] = start(concurrencyLimiter, 1);
      await busyForLong();
      expect(concurrencyLimiter.isFull).toBe(true);
      for (const end of [...ends, endLast]) end();
      while (concurrencyLimiter.isFull) await setTimeout(10);
    }
  });
});
