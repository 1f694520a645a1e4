import { PassThrough } from "node:stream";
import { createProgressDisplay } from "../../src/cli/progress-display.js";

it("writes a line for each tenth if the output is no terminal", () => {
  const stream = Object.assign(new PassThrough({ encoding: "utf8" }), { isTTY: false });
  const display = createProgressDisplay(stream);
  for (let done = 1; done <= 40; done++) display.update({ rows: "customers", done, total: 40 });
  display.update({ rows: "memberships", done: 120, total: 120 });
  display.stop();
  const lines = String(stream.read()).trimEnd().split("\n");
  expect(lines).toHaveLength(12);
  expect(lines.slice(-2)).toEqual(["customers: 100 % (40 of 40)", "memberships: 100 % (120 of 120)"]);
});
