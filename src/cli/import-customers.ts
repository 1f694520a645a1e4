import "reflect-metadata";
import { type FileHandle, open } from "node:fs/promises";
import { pino } from "pino";
import { allScopes } from "../access/auth/scope.type.js";
import { type Database, openDatabase } from "../database/database.js";
import { migrate } from "../database/migrations/migrate.js";
import { EnvironmentError, readProcessEnvironment } from "../env.js";
import { checkInput } from "../graphql/input/check-input.js";
import { runCommandJob } from "../jobs/command-job.js";
import type { JobCaller } from "../jobs/job.js";
import { CustomersImportArgs } from "../shop/customer-import/import.args.js";
import { CustomersImportHandler } from "../shop/customer-import/import.handler.js";
import { toImportInput } from "../shop/customer-import/import-input.js";
import { type ImportInput, toJson } from "../shop/customer-import/import-job.js";
import { localImportFile } from "../shop/customer-import/local-import-file.js";
import { ArgumentError } from "./arguments.js";
import { type ImportArguments, importUsage, parseImportArguments } from "./import-customers-arguments.js";
import { formatImport, readEndedImport, writeErrors } from "./import-customers-report.js";
import { createProgressDisplay } from "./progress-display.js";

// `npm run import`: imports the customers of a file.
const printMessage = (message: string) => process.stderr.write(`${message}\n`);
const exitCodes = { failed: 1, rowErrors: 2, interrupted: 130 };
const operator: JobCaller = { type: "SYSTEM", id: "system", scopes: allScopes };

/** Ctrl+C stops after the current batch. A second one ends the process at once. */
const stop = new AbortController();
process.once("SIGINT", () => {
  printMessage("\nStopping after this batch.");
  stop.abort();
});

try {
  const args = parseImportArguments(process.argv.slice(2));
  if (args.help) process.stdout.write(importUsage);
  else process.exitCode = await run(args);
} catch (error) {
  printMessage(describeFailure(error));
  process.exitCode = stop.signal.aborted ? exitCodes.interrupted : exitCodes.failed;
}

async function run(args: ImportArguments): Promise<number> {
  const input = await readInput(args);
  const file = await openFile(args.file, "r", "read");
  const errorFile = args.errors === undefined ? undefined : await openFile(args.errors, "w", "written");
  try {
    const { databaseUrl, dataDir } = readProcessEnvironment();
    const database = await openDatabase({ databaseUrl, dataDir, onProgress: printMessage });
    try {
      await migrate(database.pool, { onProgress: printMessage });
      const jobId = await runImport(database, file, { input, dryRun: args.dryRun });
      return await report(database, jobId, errorFile);
    } finally {
      await database.close();
    }
  } finally {
    await file.close();
    await errorFile?.close();
  }
}

async function runImport(
  database: Database,
  file: FileHandle,
  { input, dryRun }: { input: ImportInput; dryRun: boolean },
): Promise<string> {
  const display = createProgressDisplay(process.stderr);
  const job = { kind: "CUSTOMERS_IMPORT", caller: operator, input: toJson(input), dryRun } as const;
  try {
    return await runCommandJob(new CustomersImportHandler(localImportFile(file)), job, {
      database,
      logger: pino({ level: "silent" }),
      signal: stop.signal,
      onProgress: (done, total) => display.update({ rows: "Customers", done, total }),
    });
  } finally {
    display.stop();
  }
}

/** Prints the result, and returns the exit code. */
async function report(database: Database, jobId: string, errorFile: FileHandle | undefined): Promise<number> {
  const ended = await readEndedImport(database.prisma, jobId);
  process.stdout.write(formatImport(ended));
  if (errorFile !== undefined) await writeErrors(database.prisma, jobId, errorFile);
  if (ended.status === "CANCELED") {
    printMessage("The import was cancelled. What was written stays. Run the command again to go on.");
    return exitCodes.interrupted;
  }
  if (ended.status === "FAILED") {
    printMessage(`The import failed. ${ended.failure}`);
    return exitCodes.failed;
  }
  if (ended.dryRun) process.stdout.write("Nothing was written, because of --dry-run.\n");
  return ended.failed > 0 ? exitCodes.rowErrors : 0;
}

/** Checks the arguments as `customersImport` does. */
async function readInput({ format, columns, identifyBy, allOrNothing }: ImportArguments): Promise<ImportInput> {
  const onBadRow = allOrNothing ? "ALL_OR_NOTHING" : "SKIP_BAD_ROWS";
  const args = Object.assign(new CustomersImportArgs(), { format, columns, identifyBy, onBadRow });
  const userErrors = await checkInput(args, []);
  const input = toImportInput(args, userErrors);
  const [first] = userErrors.all();
  if (first === undefined) return input;
  const option = first.path[0] === "columns" ? "--column" : "--identify-by";
  throw new ArgumentError(`${option}: ${first.message}`);
}

async function openFile(name: string, flags: string, verb: string): Promise<FileHandle> {
  try {
    const handle = await open(name, flags);
    if ((await handle.stat()).isFile()) return handle;
    await handle.close();
    throw new Error("it is no file");
  } catch (error) {
    const isMissing = error instanceof Error && "code" in error && error.code === "ENOENT" && flags === "r";
    throw new Error(`${name} cannot be ${verb}: ${isMissing ? "it does not exist" : messageOf(error)}.`);
  }
}

function describeFailure(error: unknown): string {
  if (error instanceof ArgumentError) return `${error.message}\n\n${importUsage}`;
  if (error instanceof EnvironmentError) return error.message;
  return `The import could not be completed: ${messageOf(error)}`;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
