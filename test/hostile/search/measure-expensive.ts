import pg from "pg";
import { readExpensiveOperations } from "./expensive-operations.js";
import { LargeDatabase } from "./large-database.js";
import { MeasuredServer } from "./measured-server.js";
import { cpuOf, type Measured, measureIdleWaiting, measureOperation, printReport } from "./report.js";

const large = 100_000;

/**
 * Measures the most expensive operations on a copy of a database with as many customers as a large shop has.
 * @returns whether all of them are within what is allowed; true as well where the database is a smaller one.
 */
export async function measureExpensiveOperations(databaseUrl: string): Promise<boolean> {
  if (!(await isLarge(databaseUrl))) return true;
  const database = await LargeDatabase.copyOf(databaseUrl);
  try {
    const server = await MeasuredServer.start(database);
    try {
      const measured: Measured[] = [];
      const idleMs = await measureIdleWaiting(server);
      for (const operation of await readExpensiveOperations()) {
        measured.push(await measureOperation(server, database.ids, operation));
      }
      measured.sort((one, other) => cpuOf(other.figures) - cpuOf(one.figures));
      return printReport(measured, idleMs) === 0;
    } finally {
      await server.stop();
    }
  } finally {
    await database.drop();
  }
}

async function isLarge(databaseUrl: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const { rows } = await client.query<{ count: number }>("SELECT count(*)::integer AS count FROM customer");
    return (rows[0]?.count ?? 0) >= large;
  } finally {
    await client.end();
  }
}
