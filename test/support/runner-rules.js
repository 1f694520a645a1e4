// Rules for tests that share a process: jest-light-runner has none of them (docs/decisions/0014-test-runner.md).
import { addEventHandler } from "jest-circus";

const usualMs = 30_000;

addEventHandler((event, { currentDescribeBlock }) => {
  if (event.name === "add_test") rejectWhenLate(currentDescribeBlock.children.at(-1), event.timeout);
  if (event.name === "add_hook") {
    requireTestFile(event.asyncError);
    rejectWhenLate(currentDescribeBlock.hooks.at(-1), event.timeout);
  }
});

/** Has a test or a hook fail when it takes longer than `ms`. */
function rejectWhenLate(testOrHook, ms = usualMs) {
  const { fn } = testOrHook;
  if (fn === undefined) return;
  if (fn.length > 0) throw new Error("Tests and hooks are async functions: they are not given a callback.");
  testOrHook.fn = async () => {
    let timer;
    const tooLate = new Promise((_, reject) => {
      timer = setTimeout(() => reject(new Error(`This takes longer than ${ms} ms.`)), ms);
    });
    try {
      await Promise.race([fn(), tooLate]);
    } finally {
      clearTimeout(timer);
    }
  };
}

/** A module is loaded once for all test files of a worker: a hook that it adds by itself would be one of the first file alone. */
function requireTestFile({ stack }) {
  if (!/\.test\.ts\b/.test(stack)) throw new Error("Hooks are added by test files, or by functions that they call.");
}
