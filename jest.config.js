/** @type {import("jest").Config} */
export default {
  roots: ["<rootDir>/test"],
  testMatch: ["**/*.test.ts"],
  modulePathIgnorePatterns: ["<rootDir>/test/benchmark/"],
  // A worker loads the sources and compiles the embedded database once, not for each file (docs/decisions/0014-test-runner.md).
  runner: "<rootDir>/test/runner/runner.js",
  setupFilesAfterEnv: ["<rootDir>/test/runner/rules.js"],
  // A worker takes up to a gigabyte, half of it for the embedded database. Three keep two cores busy: pages and servers are waited for.
  maxWorkers: 3,
  globalSetup: "<rootDir>/test/support/global-setup.js",
  globalTeardown: "<rootDir>/test/support/global-teardown.js",
  // The runner leaves it to Node.js; without this Jest would look for Babel.
  transform: {},
};
