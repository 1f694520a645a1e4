import { setTimeout } from "node:timers/promises";
import { createTemporaryDatabase } from "./databases.js";
import { check, ms } from "./figures.js";
import { ServerProcess } from "./server-process.js";
import { Writers } from "./writers.js";

const rounds = 20;
const clients = 8;
const longestPauseMs = 2_000;
const longestSilenceMs = 5_000;

/** Kills one of two servers twenty times while clients write. */
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
      await server?.kill();
      const before = writers.answered;
      const killed = performance.now();
      while (writers.answered === before && performance.now() - killed < longestSilenceMs) await setTimeout(10);
      const silence = performance.now() - killed;
      check(silence < longestSilenceMs, `round ${round + 1}: the other server goes on, after ${ms(silence)}`);
      await server?.start();
    }
    await writers.stop();
    await writers.verify(database.url);
  } finally {
    await Promise.all(servers.map((server) => server.stop()));
    await database.drop();
  }
}
