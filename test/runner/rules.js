// Rules for tests that share a process: jest-light-runner has none of them (docs/decisions/0014-test-runner.md).

// Loaded before the sources, because decorators need it. A module that once failed to load fails in all files of the
// worker.
import "reflect-metadata";
import { addEventHandler } from "jest-circus";

/** The time limit of tests and hooks. A busy machine can take minutes instead of seconds. */
const lateAfterMs = 5 * 60_000;
/** The time for a late test to end. The next tests wait for it, so that it cannot change their data. */
const graceMs = 5 * 60_000;

addEventHandler((event, { currentDescribeBlock }) => {
  if (event.name === "add_test") {
    limitTime(currentDescribeBlock.children.at(-1), `The test "${event.testName}"`, event.timeout);
  }
  if (event.name === "add_hook") {
    requireTestFile(event.asyncError);
    limitTime(currentDescribeBlock.hooks.at(-1), `A hook (${event.hookType})`, event.timeout);
  }
});

/** Fails a test or a hook that takes too long, after its end. It can only set a longer limit for itself. */
function limitTime(testOrHook, name, ownMs = 0) {
  const { fn } = testOrHook;
  if (fn === undefined) return;
  if (fn.length > 0) throw new Error("Tests and hooks are async functions: they are not given a callback.");
  const limitMs = Math.max(lateAfterMs, ownMs);
  testOrHook.fn = async () => {
    const start = performance.now();
    const endFile = setTimeout(() => endWorker(name, limitMs + graceMs), limitMs + graceMs);
    try {
      await fn();
    } finally {
      clearTimeout(endFile);
    }
    if (performance.now() - start > limitMs) throw new Error(`This takes longer than ${limitMs} ms.`);
  };
}

/** Ends the worker: its file fails, and the files after it get another worker. */
function endWorker(name, ms) {
  process.stderr.write(`${name} has not ended after ${ms} ms. The worker and its test file end here.\n`);
  process.exit(1);
}

/** A module is loaded once for all test files of a worker: a hook that it adds by itself would be one of the first file alone. */
function requireTestFile({ stack }) {
  if (!/\.test\.ts\b/.test(stack)) throw new Error("Hooks are added by test files, or by functions that they call.");
}
