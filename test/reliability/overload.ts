import { setTimeout } from "node:timers/promises";
import { HttpConnection } from "../benchmark/http-connection.js";
import { load } from "../benchmark/load.js";
import { createTemporaryDatabase } from "./databases.js";
import { check, mib, ms, percentile } from "./figures.js";
import { customerIds, mixedRequests } from "./requests.js";
import { apiKey, ServerProcess } from "./server-process.js";

const seconds = 60;
const maxConnections = 1_000;
const pauseMs = 2;
const longestBacklogSeconds = 0.02;

/** The results of requests at a fixed rate. */
interface Flood {
  readonly answered: number[];
  readonly refused: number[];
  readonly others: Map<string, number>;
}

/** Sends twice the maximum load for a minute. */
export async function overload(): Promise<void> {
  const database = await createTemporaryDatabase(2_000);
  const server = await ServerProcess.start(database.url);
  try {
    const next = mixedRequests(await customerIds(database.url));
    const requests = { nextBody: next };
    const target = { url: server.url, apiKey };
    await load(target, requests, { connections: 4, seconds: 10 });
    const unloaded = await load(target, requests, { connections: 1, seconds: 10 });
    const unloadedP50 = percentile([...unloaded.latencies], 0.5);
    const unloadedP99 = percentile([...unloaded.latencies], 0.99);
    const full = await load(target, requests, { connections: 8, seconds: 10 });
    const capacity = full.requests / full.seconds;
    console.log(`unloaded: p50 ${ms(unloadedP50)}, p99 ${ms(unloadedP99)}; it bears ${capacity.toFixed(0)} requests/s`);
    const memoryBefore = await server.memory();

    const { answered, refused, others } = await flood(server.url, next, capacity * 2);
    const rate = (count: number) => `${(count / seconds).toFixed(0)}/s`;
    console.log(
      `sent ${(capacity * 2).toFixed(0)}/s: ${rate(answered.length)} answered, ${rate(refused.length)} refused`,
    );
    console.log(`refused: p50 ${ms(percentile(refused, 0.5))}, p99 ${ms(percentile(refused, 0.99))}`);
    const p99 = percentile(answered, 0.99);
    check(
      p99 < unloadedP99 * 4,
      `p99 of the answered ${ms(p99)} (p50 ${ms(percentile(answered, 0.5))}), under 4 × ${ms(unloadedP99)}`,
    );
    check(others.size === 0, `nothing but answers and 503: ${JSON.stringify([...others])}`);
    check(
      answered.length / seconds > capacity * 0.5,
      `goodput ${rate(answered.length)}, more than half of ${capacity.toFixed(0)}/s`,
    );

    await setTimeout(2_000);
    const after = await load(target, requests, { connections: 1, seconds: 5 });
    const p50 = percentile([...after.latencies], 0.5);
    check(p50 < unloadedP50 * 1.5, `p50 two seconds later ${ms(p50)}, as before (${ms(unloadedP50)})`);
    await load(target, requests, { connections: 1, seconds: 20 });
    const memory = await server.memory();
    check(memory < memoryBefore * 1.3, `memory ${mib(memory)} half a minute later, before ${mib(memoryBefore)}`);
  } finally {
    await server.stop();
    await database.drop();
  }
}

/** Sends requests at a fixed rate, each over a free connection. */
async function flood(url: string, next: () => string, perSecond: number): Promise<Flood> {
  const result: Flood = { answered: [], refused: [], others: new Map() };
  const idle: HttpConnection[] = [];
  const underWay = new Set<Promise<void>>();
  let opened = 0;

  async function send(): Promise<void> {
    const start = performance.now();
    try {
      const connection = idle.pop() ?? (await HttpConnection.open(url, apiKey));
      const { status, body } = await connection.send(next());
      idle.push(connection);
      const isAnswer = status === 200 && !body.includes('"errors":');
      if (isAnswer) result.answered.push(performance.now() - start);
      else if (status === 503) result.refused.push(performance.now() - start);
      else count(`status ${status}`);
    } catch (error) {
      count(String(error));
    }
  }
  const count = (what: string) => result.others.set(what, (result.others.get(what) ?? 0) + 1);

  const start = performance.now();
  for (let sent = 0; performance.now() - start < seconds * 1_000; await setTimeout(pauseMs)) {
    const due = ((performance.now() - start) / 1_000) * perSecond;
    // If this process was blocked, late requests are omitted, because they would all be sent at once.
    sent = Math.max(sent, Math.floor(due - perSecond * longestBacklogSeconds));
    for (; sent < due && underWay.size < maxConnections; sent += 1) {
      opened = Math.max(opened, underWay.size);
      const request = send().finally(() => underWay.delete(request));
      underWay.add(request);
    }
  }
  await Promise.all(underWay);
  for (const connection of idle) connection.close();
  console.log(`at most ${opened} requests were under way at once`);
  return result;
}
