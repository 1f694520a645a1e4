// npm run hostile:search -- [seconds] [seed…]: searches for the operations that cost most within the limits.
import { createSchema } from "../../../src/schema.js";
import { createRandom } from "../../benchmark/random.js";
import { OperationChanger } from "./change-operation.js";
import { OperationGenerator } from "./generate-operation.js";
import { LargeDatabase } from "./large-database.js";
import { MeasuredServer } from "./measured-server.js";
import { writeOperation } from "./operation.js";
import { withIds } from "./placeholders.js";
import { type Found, WorstOperations } from "./worst-operations.js";

const [seconds = 120, ...seeds] = process.argv.slice(2).map(Number);
const { DATABASE_URL } = process.env;
if (!DATABASE_URL) throw new Error("DATABASE_URL must name a database with 100,000 customers.");

const schema = createSchema();
const database = await LargeDatabase.copyOf(DATABASE_URL);
const worst = new WorstOperations();
try {
  const server = await MeasuredServer.start(database);
  try {
    for (const seed of seeds.length > 0 ? seeds : [1, 2]) await search(server, seed);
    await worst.report(server, database.ids);
  } finally {
    await server.stop();
  }
} finally {
  await database.drop();
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
