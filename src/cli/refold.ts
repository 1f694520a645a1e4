import { openDatabase } from "../database/database.js";
import { migrate } from "../database/migrations/migrate.js";
import { EnvironmentError, readProcessEnvironment } from "../env.js";
import { DuplicateNamesError, refold } from "./refold/refold.js";

// `npm run db:refold`: folds stored texts again, after an upgrade that changed the folding of case and accents.
const printMessage = (message: string) => process.stderr.write(`${message}\n`);

try {
  await run();
} catch (error) {
  printMessage(describeFailure(error));
  process.exitCode = 1;
}

async function run(): Promise<void> {
  const { databaseUrl, dataDir } = readProcessEnvironment();
  const database = await openDatabase({ databaseUrl, dataDir, onProgress: printMessage });
  try {
    await migrate(database.pool, { onProgress: printMessage });
    const { texts, emails, unchanged } = await refold(database, printMessage);
    process.stdout.write(`Folded ${texts} rows again, and normalized ${emails} emails.\n`);
    listIds("another row has the normalized email", unchanged.taken);
    listIds("they are not valid", unchanged.invalid);
  } finally {
    await database.close();
  }
}

function listIds(reason: string, ids: readonly string[]): void {
  if (ids.length > 0)
    process.stdout.write(`The emails of these rows did not change, because ${reason}: ${ids.join(", ")}\n`);
}

function describeFailure(error: unknown): string {
  if (error instanceof EnvironmentError || error instanceof DuplicateNamesError) return error.message;
  return `The texts could not be folded again: ${error instanceof Error ? error.message : String(error)}`;
}
