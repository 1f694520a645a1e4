// npm run hostile:search -- [seconds] [seed…]: searches for the operations that cost most within the limits.
import { createSchema } from "../../../src/schema.js";
import { createRandom } from "../../benchmark/random.js";
import { OperationChanger } from "./change-operation.js";
import { readExpensiveOperations, writeExpensiveOperations } from "./expensive-operations.js";
import { OperationGenerator } from "./generate-operation.js";
import { measureAndReport, withMeasuredServer } from "./measure-expensive.js";
import type { MeasuredServer } from "./measured-server.js";
import { writeOperation } from "./operation.js";
import { type Ids, withIds } from "./placeholders.js";
import { WorstOperations } from "./worst-operations.js";

const [seconds = 120, ...seeds] = process.argv.slice(2).map(Number);
const { DATABASE_URL } = process.env;
if (!DATABASE_URL) throw new Error("DATABASE_URL must name a database with 100,000 customers.");

const kept = 20;
const schema = createSchema();
const worst = new WorstOperations();
await withMeasuredServer(DATABASE_URL, async (server, ids) => {
  for (const seed of seeds.length > 0 ? seeds : [1, 2]) await search(server, ids, seed);
});
// Measured again on an unchanged copy, together with the operations of earlier runs.
const known = await readExpensiveOperations();
const names = new Set(known.map(({ name }) => name));
const found = worst.expensiveOperations.filter(({ name }) => !names.has(name));
const report = await measureAndReport(DATABASE_URL, [...known, ...found], kept);
await writeExpensiveOperations(report.worst);
if (!report.isWithin) process.exitCode = 1;

async function search(server: MeasuredServer, ids: Ids, seed: number): Promise<void> {
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
    const body = { query, variables: withIds(variables, ids) };
    const figures = await server.measure(operation.caller, body);
    count += 1;
    worst.add({ operation, figures });
  }
  console.error(`Seed ${seed}: ${count} operations in ${seconds} s.`);
}
