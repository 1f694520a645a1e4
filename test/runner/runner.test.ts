import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { temporaryFolders } from "../support/temporary-folder.js";

const createFolder = temporaryFolders();
const jest = fileURLToPath(import.meta.resolve("jest/bin/jest"));

/** Longer than any run here takes. A run that hangs ends with it. */
const hangsAfterMs = 3 * 60_000;

/**
 * Runs these test files, each with its code, in workers that load `preload` first. Returns the names of those that passed.
 * @throws if the run ends without results.
 */
async function passing(files: Record<string, string>, preload = ""): Promise<string[]> {
  const folder = await createFolder();
  const config = {
    rootDir: folder,
    testMatch: ["**/*.test.mjs"],
    runner: path.join(import.meta.dirname, "runner.js"),
    setupFilesAfterEnv: [path.join(import.meta.dirname, "rules.js")],
    maxWorkers: 3,
    transform: {},
  };
  for (const [name, code] of Object.entries(files)) await writeFile(path.join(folder, `${name}.test.mjs`), code);
  const preloadFile = path.join(folder, "preload.mjs");
  await writeFile(preloadFile, preload);
  const results = path.join(folder, "results.json");
  const options = [`--config=${JSON.stringify(config)}`, "--json", `--outputFile=${results}`];
  const child = spawn(process.execPath, ["--import", preloadFile, jest, ...options], {
    stdio: ["ignore", "ignore", "pipe"],
    timeout: hangsAfterMs,
    killSignal: "SIGKILL",
  });
  const [errors] = await Promise.all([text(child.stderr), once(child, "exit")]);
  if (!existsSync(results)) throw new Error(`There are no results: ${errors}`);
  const { testResults } = JSON.parse(await readFile(results, "utf8"));
  return testResults
    .filter(({ status }: { status: string }) => status === "passed")
    .map(({ name }: { name: string }) => path.basename(name, ".test.mjs"))
    .sort();
}

const test = "it('passes', () => {});";

it("starts all workers, although one is slow", async () => {
  const slowStart = `
    import { setTimeout } from "node:timers/promises";
    if (process.env.TINYPOOL_WORKER_ID === "2") await setTimeout(3_000);`;
  expect(await passing({ a: test, b: test, c: test }, slowStart)).toEqual(["a", "b", "c"]);
});

it("gives the files after one whose process ended another worker", async () => {
  const files = Object.fromEntries(Array.from("bcdefgh", (name) => [name, test]));
  const endsProcess = "it('ends the process', () => process.exit(1));";
  expect(await passing({ a: endsProcess, i: endsProcess, ...files })).toEqual(Object.keys(files));
});

it("fails if a process ends after its file", async () => {
  const endsLater = "it('passes', () => void setTimeout(() => process.exit(1), 200));";
  const takesLong = "it('passes', () => new Promise((resolve) => setTimeout(resolve, 2_000)));";
  await expect(passing({ a: endsLater, b: takesLong })).rejects.toThrow(/2 passed.*Worker exited unexpectedly/s);
});

it("gives the workers the environment and the arguments of Node.js", async () => {
  const environment = "it('is there', () => expect(process.env.PATH).toBeDefined());";
  const preloaded = "it('is loaded', () => expect(globalThis.isLoaded).toBe(true));";
  expect(await passing({ environment, preloaded }, "globalThis.isLoaded = true;")).toEqual([
    "environment",
    "preloaded",
  ]);
});
