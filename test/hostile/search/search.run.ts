// npm run hostile:search -- [seconds] [seed…]: searches for the operations that cost most within the limits.
import { createSchema } from "../../../src/schema.js";
import { createRandom } from "../../benchmark/random.js";
import { OperationChanger } from "./change-operation.js";
import { readExpensiveOperations, writeExpensiveOperations } from "./expensive-operations.js";
import { OperationGenerator } from "./generate-operation.js";
import { LargeDatabase } from "./large-database.js";
import { MeasuredServer } from "./measured-server.js";
import { writeOperation } from "./operation.js";
import { withIds } from "./placeholders.js";
import { cpuOf, type Measured, measureIdleWaiting, measureOperation, printReport } from "./report.js";
import { type Found, WorstOperations } from "./worst-operations.js";

const [seconds = 120, ...seeds] = process.argv.slice(2).map(Number);
const { DATABASE_URL } = process.env;
if (!DATABASE_URL) throw new Error("DATABASE_URL must name a database with 100,000 customers.");

const kept = 20;
const schema = createSchema();
const database = await LargeDatabase.copyOf(DATABASE_URL);
const worst = new WorstOperations();
try {
  const server = await MeasuredServer.start(database);
  try {
    for (const seed of seeds.length > 0 ? seeds : [1, 2]) await search(server, seed);
    await keepTheWorst(server);
  } finally {
    await server.stop();
  }
} finally {
  await database.drop();
}

/** Measures what was found, now and before, and keeps the worst of both. */
async function keepTheWorst(server: MeasuredServer): Promise<void> {
  const known = await readExpensiveOperations();
  const names = new Set(known.map(({ name }) => name));
  const all = [...known, ...worst.expensiveOperations.filter(({ name }) => !names.has(name))];
  const idleMs = await measureIdleWaiting(server);
  const measured: Measured[] = [];
  for (const operation of all) measured.push(await measureOperation(server, database.ids, operation));
  measured.sort((one, other) => cpuOf(other.figures) - cpuOf(one.figures));
  const most = measured.slice(0, kept);
  await writeExpensiveOperations(most.map(({ operation }) => operation));
  if (printReport(most, idleMs) > 0) process.exitCode = 1;
}

async function search(server: MeasuredServer, seed: number): Promise<void> {
  const random = createRandom(seed);
  const generator = new OperationGenerator(schema, random);
  const changer = new OperationChanger(schema, random, generator);
  const end = performance.now() + seconds * 1_000;
  let count = 0;
  while (performance.now() < end) {
    const known = worst.operations;
    const isNew = known.length < 5 || random.below(2) === 0;
    const operation = changer.fitted(isNew ? generator.operation() : changer.mutated(random.pick(known)));
    if (operation === undefined) continue;
    const { query, variables } = writeOperation(operation);
    const body = { query, variables: withIds(variables, database.ids) };
    const figures = await server.measure(operation.caller, body);
    count += 1;
    const found: Found = { operation, cost: changer.cost(operation), figures };
    worst.add(found);
  }
  console.error(`Seed ${seed}: ${count} operations in ${seconds} s.`);
}
