import { setTimeout } from "node:timers/promises";
import { createTemporaryDatabase } from "./databases.js";
import { check } from "./figures.js";
import { ServerProcess } from "./server-process.js";
import { Writers } from "./writers.js";

const rounds = 20;
const clients = 8;
const longestPauseMs = 2_000;

/** Twenty times one of two servers is killed while clients write. */
export async function kill(): Promise<void> {
  const database = await createTemporaryDatabase(100);
  const servers = await Promise.all([ServerProcess.start(database.url), ServerProcess.start(database.url)]);
  try {
    const writers = new Writers(
      servers.map(({ url }) => url),
      clients,
    );
    for (let round = 0; round < rounds; round += 1) {
      await setTimeout(longestPauseMs * (0.25 + 0.75 * Math.random()));
      const server = servers[round % servers.length];
      const before = writers.answered;
      await server?.kill();
      await setTimeout(500);
      check(
        writers.answered > before,
        `round ${round + 1}: the other server goes on (${writers.answered - before} answers in half a second)`,
      );
      await server?.start();
    }
    await writers.stop();
    await writers.verify(database.url);
  } finally {
    await Promise.all(servers.map((server) => server.stop()));
    await database.drop();
  }
}
