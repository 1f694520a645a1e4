import { setTimeout } from "node:timers/promises";
import { TemporaryCluster } from "../support/temporary-cluster.js";
import { seed } from "./databases.js";
import { check } from "./figures.js";
import { ServerProcess } from "./server-process.js";
import { Writers } from "./writers.js";

const clients = 8;
const awaySeconds = 10;
const backWithinSeconds = 5;

/** Stops PostgreSQL for ten seconds while clients write. */
export async function databaseAway(): Promise<void> {
  const cluster = await TemporaryCluster.create();
  let server: ServerProcess | undefined;
  try {
    await seed(cluster.url, 100);
    server = await ServerProcess.start(cluster.url);
    const writers = new Writers([server.url], clients);
    await setTimeout(5_000);
    const usual = await answersPerSecond(writers, 5);
    console.log(`with PostgreSQL ${usual.toFixed(0)} operations/s`);

    await cluster.stop();
    const atStop = writers.answered;
    await setTimeout(awaySeconds * 500);
    check((await server.readiness()) === 503, "not ready while it is away");
    await setTimeout(awaySeconds * 500);
    console.log(`${writers.answered - atStop} operations answered while it was away`);

    await cluster.start();
    const back = performance.now();
    while ((await answersPerSecond(writers, 0.5)) < usual * 0.8 && performance.now() - back < 60_000);
    const seconds = (performance.now() - back) / 1_000;
    check(
      seconds < backWithinSeconds,
      `full speed ${seconds.toFixed(1)} s after it is back, under ${backWithinSeconds} s`,
    );
    check((await server.readiness()) === 200, "ready");
    console.log(`${(await answersPerSecond(writers, 5)).toFixed(0)} operations/s afterwards`);
    await writers.stop();
    await writers.verify(cluster.url);
  } finally {
    await server?.stop();
    await cluster.remove();
  }
}

async function answersPerSecond(writers: Writers, seconds: number): Promise<number> {
  const before = writers.answered;
  await setTimeout(seconds * 1_000);
  return (writers.answered - before) / seconds;
}
