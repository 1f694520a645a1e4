import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { runBenchmark } from "./benchmark.js";
import { isEnding, killChildren } from "./children.js";
import { type Options, parseOptions, usage } from "./options.js";
import { ratioTable } from "./report.js";

async function main(): Promise<void> {
  const options = givenOptions();
  if (options.help) return console.log(usage);
  const { about, results } = await runBenchmark(options);
  if (!options.smoke && !options.profile) console.log(`\n${ratioTable(results)}`);
  await mkdir(path.dirname(options.json), { recursive: true });
  await writeFile(options.json, `${JSON.stringify({ ...about, options, results }, null, 2)}\n`);
  console.log(options.smoke ? "\nAll checks passed." : `\nThe figures are in ${path.relative("", options.json)}.`);
}

function givenOptions(): Options {
  try {
    return parseOptions(process.argv.slice(2));
  } catch (error) {
    console.error(`${(error as Error).message}\n\n${usage}`);
    process.exit(1);
  }
}

// Running jobs fail when the servers end, and the databases are dropped. After a second signal the next run drops them.
process.once("exit", killChildren);
for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.once(signal, () => {
    killChildren();
    process.once(signal, () => process.exit(1));
  });
}

try {
  await main();
} catch (error) {
  console.error(isEnding() ? "Interrupted." : error instanceof Error ? error.stack : error);
  process.exit(1);
}
