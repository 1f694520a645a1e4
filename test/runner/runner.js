// Runs each test file in one of a few worker processes, with jest-light-runner in each (docs/decisions/0014-test-runner.md).
import { Tinypool } from "tinypool";

export default class Runner {
  #globalConfig;

  constructor(globalConfig) {
    this.#globalConfig = globalConfig;
  }

  async runTests(tests, watcher, onStart, onResult, onFailure) {
    const globalConfig = this.#globalConfig;
    const workers = Math.min(globalConfig.maxWorkers, tests.length);
    const pool = new Tinypool({
      filename: new URL("run-test-file.js", import.meta.url).href,
      runtime: "child_process",
      env: process.env,
      minThreads: workers,
      maxThreads: workers,
    });
    // A worker has ended after a file, such as by a late unhandled rejection. The files that have not run then fail.
    let failure;
    pool.on("error", (error) => {
      failure ??= error;
      pool.cancelPendingTasks();
    });
    const left = tests.values();
    const runLeft = async () => {
      for (const test of left) {
        if (watcher.isInterrupted()) return;
        await onStart(test);
        if (failure !== undefined) {
          await onFailure(test, failure);
          continue;
        }
        // The settings come with each file. jest-light-runner's own workers ask for them, and the answer can come before
        // the question: such a worker waits for ever.
        const task = { path: test.path, config: test.context.config, globalConfig };
        await pool.run(task).then(
          (result) => onResult(test, result),
          (error) => onFailure(test, error),
        );
      }
    };
    try {
      await Promise.all(Array.from({ length: workers }, runLeft));
    } finally {
      await pool.destroy();
    }
    if (failure !== undefined) throw failure;
  }
}
