import pg from "pg";
import { type ExpensiveOperation, readExpensiveOperations } from "./expensive-operations.js";
import { LargeDatabase } from "./large-database.js";
import { MeasuredServer } from "./measured-server.js";
import type { Ids } from "./placeholders.js";
import { cpuOf, type Measured, measureIdleWaiting, measureOperation, printReport } from "./report.js";

const large = 100_000;

/** Runs `use` with a server on a copy of the database. */
export async function withMeasuredServer(
  databaseUrl: string,
  use: (server: MeasuredServer, ids: Ids) => Promise<void>,
): Promise<void> {
  const database = await LargeDatabase.copyOf(databaseUrl);
  try {
    const server = await MeasuredServer.start(database);
    try {
      await use(server, database.ids);
    } finally {
      await server.stop();
    }
  } finally {
    await database.drop();
  }
}

/**
 * Measures operations on a copy of the database, and prints the figures of the most expensive ones.
 * @returns these, and true if all are within the limits.
 */
export async function measureAndReport(
  databaseUrl: string,
  operations: readonly ExpensiveOperation[],
  most = operations.length,
): Promise<{ worst: ExpensiveOperation[]; isWithin: boolean }> {
  const measured: Measured[] = [];
  let idleMs = 0;
  await withMeasuredServer(databaseUrl, async (server, ids) => {
    idleMs = await measureIdleWaiting(server);
    for (const operation of operations) measured.push(await measureOperation(server, ids, operation));
  });
  const worst = measured.sort((one, other) => cpuOf(other.figures) - cpuOf(one.figures)).slice(0, most);
  return { worst: worst.map(({ operation }) => operation), isWithin: printReport(worst, idleMs) === 0 };
}

/**
 * Measures the operations of earlier searches, on a database with as many customers as a large shop.
 * @returns true if all are within the limits, or if the database is smaller.
 */
export async function measureExpensiveOperations(databaseUrl: string): Promise<boolean> {
  if (!(await isLarge(databaseUrl))) return true;
  const { isWithin } = await measureAndReport(databaseUrl, await readExpensiveOperations());
  return isWithin;
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
