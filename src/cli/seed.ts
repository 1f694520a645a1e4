import { openDatabase } from "../database/database.js";
import { migrate } from "../database/migrations/migrate.js";
import { demoPeriodBefore } from "../demo-data/demo-period.js";
import { DatabaseNotEmptyError, loadDemoData } from "../demo-data/load-demo-data.js";
import { EnvironmentError, readProcessEnvironment } from "../env.js";
import { ArgumentError } from "./arguments.js";
import { createProgressDisplay } from "./progress-display.js";
import { parseSeedArguments, type SeedArguments, seedUsage } from "./seed-arguments.js";

const printMessage = (message: string) => process.stderr.write(`${message}\n`);

try {
  const seedArguments = parseSeedArguments(process.argv.slice(2));
  if (seedArguments.help) process.stdout.write(seedUsage);
  else await seed(seedArguments);
} catch (error) {
  printMessage(describeFailure(error));
  process.exitCode = 1;
}

async function seed({ customers, seed, until = new Date(), replace }: SeedArguments): Promise<void> {
  const { databaseUrl, dataDir } = readProcessEnvironment();
  const database = await openDatabase({ databaseUrl, dataDir, onProgress: printMessage });
  const display = createProgressDisplay(process.stderr);
  try {
    await migrate(database.pool, { onProgress: printMessage });
    const startedAt = performance.now();
    const period = demoPeriodBefore(until);
    const counts = await loadDemoData(database.pool, { customers, seed, period, replace, onProgress: display.update });
    display.stop();
    const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
    process.stdout.write(
      `Loaded ${counts.customers} customers, ${counts.addresses} addresses, ${counts.orders} orders, ` +
        `${counts.groups} groups, ${counts.memberships} memberships, ${counts.priceLists} price lists and ${counts.regions} regions ` +
        `in ${seconds} s (seed ${seed}, until ${until.toISOString().slice(0, 10)}).\n`,
    );
  } finally {
    display.stop();
    await database.close();
  }
}

function describeFailure(error: unknown): string {
  if (error instanceof ArgumentError) return `${error.message}\n\n${seedUsage}`;
  if (error instanceof DatabaseNotEmptyError) {
    return `${error.message} Nothing was changed. To delete them first, add --replace.`;
  }
  if (error instanceof EnvironmentError) return error.message;
  return `The demo data could not be loaded: ${error instanceof Error ? error.message : String(error)}`;
}
