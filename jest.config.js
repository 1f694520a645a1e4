/** @type {import("jest").Config} */
export default {
  roots: ["<rootDir>/test"],
  testMatch: ["**/*.test.ts"],
  modulePathIgnorePatterns: ["<rootDir>/test/benchmark/"],
  testEnvironment: "node",
  extensionsToTreatAsEsm: [".ts"],
  transform: { "^.+\\.ts$": "@swc/jest" },
  moduleNameMapper: { "^(\\.{1,2}/.*)\\.js$": "$1" },
  // The embedded database is one process of WebAssembly per worker: about half a gigabyte each.
  maxWorkers: 2,
  // What the modules of a test file leave behind: without an end to it, collecting garbage takes most of a worker's time.
  workerIdleMemoryLimit: "400MB",
  globalSetup: "<rootDir>/test/support/global-setup.js",
  globalTeardown: "<rootDir>/test/support/global-teardown.js",
  testTimeout: 30_000,
};
