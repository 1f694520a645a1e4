import { Deadline, DeadlineExceeded } from "../../src/database/cancellation/deadline.js";
import { useTestServer } from "../support/server.js";

describe("a deadline", () => {
  const server = useTestServer();

  it("is over on time, even if the event loop was blocked", () => {
    let calls = 0;
    const deadline = new Deadline(5, server.testDatabase.database.connectionsByProcessId, () => {
      calls += 1;
    });
    const start = performance.now();
    while (performance.now() - start < 20);
    expect([calls, deadline.isOver]).toEqual([0, true]);
    for (let check = 1; check <= 2; check += 1) expect(() => deadline.check()).toThrow(DeadlineExceeded);
    expect(calls).toBe(1);
    deadline.stopTimer();
  });
});
