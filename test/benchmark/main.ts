import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { runBenchmark } from "./benchmark.js";
import { type Options, parseOptions, usage } from "./options.js";
import { runProgram } from "./program.js";
import { ratioTables } from "./report.js";

async function run(options: Options): Promise<void> {
  const { about, results } = await runBenchmark(options);
  if (!options.smoke && !options.profile) console.log(`\n${ratioTables(results)}`);
  await mkdir(path.dirname(options.json), { recursive: true });
  await writeFile(options.json, `${JSON.stringify({ ...about, options, results }, null, 2)}\n`);
  console.log(options.smoke ? "\nAll checks passed." : `\nThe figures are in ${path.relative("", options.json)}.`);
}

await runProgram({ usage, parseOptions, run });
