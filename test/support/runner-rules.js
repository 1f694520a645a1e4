// What Jest's own runner sees to and the one in use does not.
import { addEventHandler } from "jest-circus";

const usualMs = 30_000;

addEventHandler((event, { currentDescribeBlock }) => {
  if (event.name === "add_test") limit(currentDescribeBlock.children.at(-1), event.timeout);
  if (event.name === "add_hook") {
    requireTestFile(event.asyncError);
    limit(currentDescribeBlock.hooks.at(-1), event.timeout);
  }
});

/** Has `fn` of a test or a hook that was just added reject when it takes longer than `ms`. */
function limit(added, ms = usualMs) {
  const { fn } = added;
  if (fn === undefined) return;
  added.fn = async () => {
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
