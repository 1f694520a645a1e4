import type { ReadableChange } from "../../src/shop/history/change.type.js";
import { ChangeQueue } from "../../src/shop/history/change-queue.js";

const changesOf = (from: number, count: number): ReadableChange[] =>
  Array.from({ length: count }, (_, index) => ({ id: `chg_${from + index}` }) as ReadableChange);

const tooSlow = { extensions: { code: "SUBSCRIPTION_TOO_SLOW" } };
/** A time that is longer than any test. */
const long = 600_000;

describe("the queue of a subscription", () => {
  it("returns changes in order, both queued and later ones", async () => {
    const queue = new ChangeQueue(() => {}, long);
    await queue.push(changesOf(0, 2));
    expect(await queue.next()).toEqual({ done: false, value: { id: "chg_0" } });
    expect(await queue.next()).toEqual({ done: false, value: { id: "chg_1" } });
    const waiting = queue.next();
    await queue.push(changesOf(2, 1));
    expect(await waiting).toEqual({ done: false, value: { id: "chg_2" } });
  });

  it("accepts no more than 1,000 changes until one of them is taken", async () => {
    const queue = new ChangeQueue(() => {}, long);
    await queue.push(changesOf(0, 999));
    let isThrough = false;
    const push = queue.push(changesOf(999, 2)).then(() => {
      isThrough = true;
    });
    await queue.next();
    await new Promise(setImmediate);
    expect(isThrough).toBe(false);
    await queue.next();
    await push;
    const rest: unknown[] = [];
    queue.push(changesOf(1_001, 1));
    for (let count = 0; count < 1_000; count += 1) rest.push((await queue.next()).value);
    expect(rest).toEqual(changesOf(2, 1_000));
  });

  it("ends with SUBSCRIPTION_TOO_SLOW when it stays full, reports it once, and is emptied", async () => {
    let endings = 0;
    const queue = new ChangeQueue(() => {
      endings += 1;
    }, 1);
    await queue.push(changesOf(0, 1_000));
    expect(endings).toBe(1);
    await queue.push(changesOf(1_000, 1));
    await expect(queue.next()).rejects.toMatchObject(tooSlow);
    expect(await queue.next()).toEqual({ done: true, value: undefined });
    queue.end();
    expect(endings).toBe(1);
  });

  it("does not make the feed wait when its subscriber leaves", async () => {
    const queue = new ChangeQueue(() => {}, long);
    const push = queue.push(changesOf(0, 1_000));
    await queue.return();
    await push;
    expect(await queue.next()).toEqual({ done: true, value: undefined });
  });

  it("ends a pending read, with or without an error", async () => {
    const ended = new ChangeQueue(() => {}, long);
    const waiting = ended.next();
    ended.end();
    expect(await waiting).toEqual({ done: true, value: undefined });

    const failed = new ChangeQueue(() => {}, long);
    const hoping = failed.next();
    failed.fail(new Error("no longer"));
    failed.end();
    await expect(hoping).rejects.toThrow("no longer");
  });
});
