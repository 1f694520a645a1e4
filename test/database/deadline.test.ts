import { Deadline, DeadlineExceeded } from "../../src/database/cancellation/deadline.js";
import { useTestServer } from "../support/server.js";

describe("a deadline", () => {
  const server = useTestServer();

  it("is over on time, even if the event loop was blocked", () => {
    let timersFired = 0;
    const deadline = new Deadline(5, server.testDatabase.database.connectionsByProcessId, () => {
      timersFired += 1;
    });
    const start = performance.now();
    while (performance.now() - start < 20);
    expect([timersFired, deadline.isOver]).toEqual([0, true]);
    expect(() => deadline.check()).toThrow(DeadlineExceeded);
    deadline.stopTimer();
  });
});
