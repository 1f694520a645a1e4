import fc from "fast-check";
import { Semaphore } from "../../src/database/limits/semaphore.js";

describe("a semaphore", () => {
  it("runs as much work at once as its units allow, first in, first out, and finishes all of it", async () => {
    const capacity = 4;
    const work = fc.array(fc.integer({ min: 1, max: capacity }), { minLength: 1, maxLength: 30 });
    await fc.assert(
      fc.asyncProperty(work, fc.scheduler(), async (units, scheduler) => {
        const semaphore = new Semaphore(capacity);
        const started: number[] = [];
        let used = 0;
        const run = async (taken: number, index: number) => {
          await semaphore.acquire(taken);
          started.push(index);
          used += taken;
          expect(used).toBeLessThanOrEqual(capacity);
          await scheduler.schedule(Promise.resolve());
          used -= taken;
          semaphore.release(taken);
        };
        const all = Promise.all(units.map(run));
        expect(semaphore.isUnused).toBe(false);
        await scheduler.waitFor(all);
        expect(started).toEqual(units.map((_, index) => index));
        expect(semaphore.isUnused).toBe(true);
      }),
    );
  });
});
