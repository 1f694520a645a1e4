import { once } from "node:events";
import { setTimeout } from "node:timers/promises";
import { Admission } from "../../src/overload/admission.js";

const noQueue = { waitingCount: 0, options: { max: 10 } };

/** Leaves the event loop no time until `isDone`. */
async function busyUntil(isDone: () => boolean): Promise<void> {
  while (!isDone()) {
    const end = performance.now() + 5;
    while (performance.now() < end);
    await new Promise(setImmediate);
  }
}

describe("Admission", () => {
  const opened: Admission[] = [];
  afterEach(() => {
    for (const admission of opened.splice(0)) admission.close();
  });

  function open(maxRequests: number, queue = noQueue): Admission {
    const admission = new Admission({ maxRequests, busyLatencyMs: 25 }, queue);
    opened.push(admission);
    return admission;
  }

  /** Starts requests, and gives what ends each of them. */
  function start(admission: Admission, count: number): (() => void)[] {
    return Array.from({ length: count }, () => {
      const end = new AbortController();
      admission.count(once(end.signal, "abort"));
      return () => end.abort();
    });
  }

  it("takes on as many requests as it may, and another as soon as one is done, however it ended", async () => {
    const admission = open(3);
    const [end = () => {}] = start(admission, 2);
    expect(admission.isFull).toBe(false);
    const failing = admission.count(Promise.reject(new Error("failed")));
    expect(admission.isFull).toBe(true);
    await expect(failing).rejects.toThrow("failed");
    expect(admission.isFull).toBe(false);
    start(admission, 1);
    expect(admission.isFull).toBe(true);
    end();
    await setTimeout(1);
    expect(admission.isFull).toBe(false);
  });

  it("takes on none while ten times as many wait for connections as there may be", () => {
    const queue = { waitingCount: 99, options: { max: 10 } };
    const admission = open(1_000, queue);
    expect(admission.isFull).toBe(false);
    queue.waitingCount = 100;
    expect(admission.isFull).toBe(true);
  });

  it("takes on fewer while the process has no time left, and as many as before when it has", async () => {
    const admission = open(1_000);
    start(admission, 20);
    expect(admission.isFull).toBe(false);
    await busyUntil(() => admission.isFull);
    // Takes it on again by itself, a little at a time.
    while (admission.isFull) await setTimeout(10);
    start(admission, 900);
    while (admission.isFull) await setTimeout(10);
  });

  it("takes on a few whatever happens", async () => {
    const admission = open(1_000);
    start(admission, 7);
    const end = performance.now() + 500;
    await busyUntil(() => performance.now() > end);
    expect(admission.isFull).toBe(false);
  });
});
