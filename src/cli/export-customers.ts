import { stat } from "node:fs/promises";
import { openDatabase } from "../database/database.js";
import { migrate } from "../database/migrations/migrate.js";
import { EnvironmentError, readProcessEnvironment } from "../env.js";
import { JobFailure } from "../jobs/job.js";
import { createSchema } from "../schema.js";
import { CustomersExportHandler } from "../shop/customer-export/export.handler.js";
import { ArgumentError } from "./arguments.js";
import { createExportContext } from "./export-context.js";
import { type ExportArguments, exportUsage, parseExportArguments } from "./export-customers-arguments.js";
import { readExportInput } from "./export-customers-input.js";
import { LocalExportFile } from "./local-export-file.js";
import { createProgressDisplay } from "./progress-display.js";

// `npm run export`: writes customers to a file.
const printMessage = (message: string) => process.stderr.write(`${message}\n`);
const interrupted = 130;

/** Ctrl+C stops after the current rows. A second one ends the process at once. */
const stop = new AbortController();
process.once("SIGINT", () => stop.abort());

try {
  const args = parseExportArguments(process.argv.slice(2));
  if (args === null) process.stdout.write(exportUsage);
  else await run(args);
} catch (error) {
  printMessage(describeFailure(error));
  process.exitCode = stop.signal.aborted ? interrupted : 1;
}

async function run(args: ExportArguments): Promise<void> {
  const schema = createSchema();
  const input = readExportInput(args, schema);
  const { databaseUrl, dataDir } = readProcessEnvironment();
  const files = { create: () => LocalExportFile.create(args.file, args) };
  const database = await openDatabase({ databaseUrl, dataDir, onProgress: printMessage });
  const display = createProgressDisplay(process.stderr);
  try {
    await migrate(database.pool, { onProgress: printMessage });
    const startedAt = performance.now();
    const { signal } = stop;
    const onProgress = (done: number, total: number) => display.update({ rows: "Customers", done, total });
    const { context, progress } = createExportContext({ input, database, signal, onProgress });
    await new CustomersExportHandler(files, schema).run(context);
    display.stop();
    const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
    const kib = Math.ceil((await stat(args.file)).size / 1024).toLocaleString("en");
    process.stdout.write(
      `Exported ${progress.processed.toLocaleString("en")} customers to ${args.file} (${kib} KiB) in ${seconds} s.\n`,
    );
  } finally {
    display.stop();
    await database.close();
  }
}

function describeFailure(error: unknown): string {
  if (stop.signal.aborted) return "Interrupted. No file was written.";
  if (error instanceof ArgumentError) return `${error.message}\n\n${exportUsage}`;
  if (error instanceof EnvironmentError || error instanceof JobFailure) return error.message;
  const message = error instanceof Error ? error.message || error.name : String(error);
  return `The export could not be completed: ${message.replace(/\.$/, "")}. No file was written.`;
}
