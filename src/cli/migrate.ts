import { openDatabase } from "../database/database.js";
import { migrate } from "../database/migrations/migrate.js";
import { EnvironmentError, readProcessEnvironment } from "../env.js";

// `npm run db:migrate`: applies the migrations that the database lacks. The server does the same at its start.
const printMessage = (message: string) => process.stderr.write(`${message}\n`);

try {
  const { databaseUrl, dataDir } = readProcessEnvironment();
  const database = await openDatabase({ databaseUrl, dataDir, onProgress: printMessage });
  try {
    const applied = await migrate(database.pool, { onProgress: printMessage });
    process.stdout.write(
      applied.length === 0 ? "The database is up to date.\n" : `Applied ${applied.length} migrations.\n`,
    );
  } finally {
    await database.close();
  }
} catch (error) {
  if (error instanceof EnvironmentError) printMessage(error.message);
  else printMessage(`The database could not be migrated: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
}
