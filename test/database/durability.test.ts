import { openDatabase } from "../../src/database/database.js";
import { startScript } from "../support/child-process.js";
import { temporaryFolders } from "../support/temporary-folder.js";

const temporaryFolder = temporaryFolders();

const rounds = 3;
const rowsPerRound = 100;

test("every acknowledged customer of the embedded database survives a kill of its process", async () => {
  const dataDir = await temporaryFolder();
  const acknowledged: string[] = [];
  // From the second round on, each round starts with a recovery of the database.
  for (let round = 1; round <= rounds; round += 1) {
    acknowledged.push(...(await createCustomersUntilKilled(dataDir, `round${round}-`)));
  }
  expect(acknowledged.length).toBeGreaterThanOrEqual(rounds * rowsPerRound);

  const database = await openDatabase({ dataDir });
  const found = new Set((await database.prisma.customer.findMany()).map((customer) => customer.id));
  expect(acknowledged.filter((id) => !found.has(id))).toEqual([]);
  await database.close();
}, 120_000);

async function createCustomersUntilKilled(dataDir: string, prefix: string): Promise<string[]> {
  const creator = startScript("create-customers.run.ts", dataDir, prefix);
  const ids: string[] = [];
  for await (const id of creator.lines) {
    ids.push(id);
    // Output before the signal arrives counts, too.
    if (ids.length === rowsPerRound) void creator.kill();
  }
  await creator.kill();
  return ids;
}
