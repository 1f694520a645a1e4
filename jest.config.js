/** @type {import("jest").Config} */
export default {
  roots: ["<rootDir>/test"],
  testMatch: ["**/*.test.ts"],
  modulePathIgnorePatterns: ["<rootDir>/test/benchmark/"],
  // Each worker loads the sources and compiles the embedded database once, and not for every test file (docs/decisions/0014-test-runner.md).
  runner: ["jest-light-runner", { runtime: "child_process" }],
  setupFilesAfterEnv: ["<rootDir>/test/support/runner-rules.js"],
  // The embedded database is one process of WebAssembly per worker: about half a gigabyte each.
  maxWorkers: 2,
  globalSetup: "<rootDir>/test/support/global-setup.js",
  globalTeardown: "<rootDir>/test/support/global-teardown.js",
  transform: {},
};
