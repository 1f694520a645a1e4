import pg from "pg";
import { openDatabase } from "../database/database.js";
import { targetOf } from "../database/errors/start-error.js";
import { migrate } from "../database/migrations/migrate.js";
import { EnvironmentError, readProcessEnvironment } from "../env.js";
import { importMedusa } from "../medusa-import/import-medusa.js";
import { ArgumentError } from "./arguments.js";
import { type MedusaArguments, medusaUsage, parseMedusaArguments } from "./import-medusa-arguments.js";
import { formatSummary } from "./import-table.js";
import { createProgressDisplay } from "./progress-display.js";

// `npm run import:medusa`: brings the data of a Medusa database.
const printMessage = (message: string) => process.stderr.write(`${message}\n`);
const interrupted = 130;

/** Ctrl+C stops after the current batch. A second one ends the process at once. */
const stop = new AbortController();
process.once("SIGINT", () => {
  printMessage("\nStopping after this batch.");
  stop.abort();
});

try {
  const args = parseMedusaArguments(process.argv.slice(2));
  if (args.help) process.stdout.write(medusaUsage);
  else await run(args);
} catch (error) {
  printMessage(describeFailure(error));
  process.exitCode = stop.signal.aborted ? interrupted : 1;
}

async function run(args: MedusaArguments): Promise<void> {
  const { databaseUrl, dataDir } = readProcessEnvironment();
  const source = await connectToMedusa(args.from);
  const display = createProgressDisplay(process.stderr);
  try {
    const database = await openDatabase({ databaseUrl, dataDir, onProgress: printMessage });
    try {
      await migrate(database.pool, { onProgress: printMessage });
      const startedAt = performance.now();
      const { schema, dryRun, allowDeletions } = args;
      const options = { schema, dryRun, allowDeletions, onProgress: display.update, signal: stop.signal };
      const summary = await importMedusa(database.pool, source, options);
      display.stop();
      const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
      const verb = dryRun ? "Checked" : "Imported from";
      process.stdout.write(`${formatSummary(summary)}\n${verb} Medusa ${summary.version} in ${seconds} s.\n`);
      if (dryRun) process.stdout.write("Nothing was written, because of --dry-run.\n");
    } finally {
      display.stop();
      await database.close();
    }
  } finally {
    await source.end().catch(() => {});
  }
}

async function connectToMedusa(url: string): Promise<pg.Client> {
  const source = new pg.Client({ connectionString: url, application_name: "shop-customers-graphql import" });
  // A connection that breaks fails the running query, too.
  source.on("error", () => {});
  try {
    await source.connect();
    return source;
  } catch (error) {
    await source.end().catch(() => {});
    throw new Error(`Medusa's database at ${targetOf(url).address} cannot be opened: ${messageOf(error)}.`, {
      cause: error,
    });
  }
}

function describeFailure(error: unknown): string {
  if (error instanceof ArgumentError) return `${error.message}\n\n${medusaUsage}`;
  if (error instanceof EnvironmentError) return error.message;
  if (stop.signal.aborted) return "Interrupted. What was written stays. Run the command again to go on.";
  return `The import could not be completed: ${messageOf(error)}\nWhat was written stays. Run the command again to go on.`;
}

function messageOf(error: unknown): string {
  const message =
    error instanceof Error ? error.message || ("code" in error ? String(error.code) : error.name) : String(error);
  return message.replace(/\.$/, "");
}
