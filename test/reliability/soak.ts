import { setTimeout } from "node:timers/promises";
import { createClient } from "graphql-ws";
import { WebSocket } from "ws";
import { HttpConnection } from "../benchmark/http-connection.js";
import { checkResponse } from "../benchmark/load.js";
import { createTemporaryDatabase, withClient } from "./databases.js";
import { check, mib, percentile } from "./figures.js";
import { customerIds, mixedRequests } from "./requests.js";
import { apiKey, ServerProcess } from "./server-process.js";

const minutes = 10;
const clients = 4;
const pauseMs = 20;
const subscribers = 20;
const sampleEveryMs = 5_000;
const samplesPerMinute = 60_000 / sampleEveryMs;

/** Sends a constant load for ten minutes, with permanent and temporary subscribers. */
export async function soak(): Promise<void> {
  const database = await createTemporaryDatabase(2_000);
  const server = await ServerProcess.start(database.url);
  try {
    const next = mixedRequests(await customerIds(database.url));
    const before = await countChanges(database.url);
    const staying = Array.from({ length: subscribers }, () => new Subscriber(server.url));
    await setTimeout(3_000);
    const end = performance.now() + minutes * 60_000;
    const work = [...Array.from({ length: clients }, () => ask(server.url, next, end)), comeAndGo(server.url, end)];
    const memory: number[] = [];
    while (performance.now() < end) {
      memory.push(await server.memory());
      await setTimeout(sampleEveryMs);
    }
    const counts = await Promise.all(work);
    await setTimeout(3_000);
    const made = (await countChanges(database.url)) - before;
    console.log(
      `${counts.slice(0, clients).reduce((sum, count) => sum + count, 0)} requests, ${counts.at(-1)} subscribers came and went`,
    );
    for (let minute = 0; minute < minutes; minute += 1) {
      const samples = memory.slice(minute * samplesPerMinute, (minute + 1) * samplesPerMinute);
      console.log(`minute ${minute + 1}: memory ${mib(percentile(samples, 0.5))}`);
    }
    const second = percentile(memory.slice(samplesPerMinute, 3 * samplesPerMinute), 0.5);
    const last = percentile(memory.slice(-2 * samplesPerMinute), 0.5);
    check(last < second * 1.1, `memory ${mib(last)} in the last two minutes, ${mib(second)} in the second and third`);
    const received = new Set(staying.map((subscriber) => subscriber.received));
    check(
      received.size === 1 && received.has(made),
      `each of ${subscribers} subscribers got all ${made} changes, once (${[...received]})`,
    );
    await Promise.all(staying.map((subscriber) => subscriber.close()));
  } finally {
    await server.stop();
    await database.drop();
  }
}

async function ask(url: string, next: () => string, end: number): Promise<number> {
  const connection = await HttpConnection.open(url, apiKey);
  let count = 0;
  for (; performance.now() < end; count += 1) {
    const body = next();
    checkResponse(await connection.send(body), body);
    await setTimeout(pauseMs);
  }
  connection.close();
  return count;
}

async function comeAndGo(url: string, end: number): Promise<number> {
  let count = 0;
  for (; performance.now() < end; count += 1) {
    const subscriber = new Subscriber(url);
    await setTimeout(500);
    await subscriber.close();
  }
  return count;
}

/** Subscribes to changes and counts them. */
class Subscriber {
  readonly #client;
  readonly #ids = new Set<string>();
  #repeated = 0;

  constructor(url: string) {
    this.#client = createClient({
      url: url.replace("http", "ws"),
      webSocketImpl: WebSocket,
      connectionParams: { authorization: `Bearer ${apiKey}` },
    });
    this.#client.subscribe<{ changes: { id: string } }>(
      { query: "subscription { changes { id action subjectId fields { name } } }" },
      {
        next: ({ data }) => {
          const id = data?.changes.id ?? "";
          if (this.#ids.has(id)) this.#repeated += 1;
          this.#ids.add(id);
        },
        error: (error) => check(false, `a subscription ended: ${JSON.stringify(error)}`),
        complete: () => {},
      },
    );
  }

  get received(): number {
    return this.#ids.size + this.#repeated;
  }

  async close(): Promise<void> {
    await this.#client.dispose();
  }
}

async function countChanges(databaseUrl: string): Promise<number> {
  const { rows } = await withClient(databaseUrl, (client) =>
    client.query<{ count: number }>("SELECT count(*)::int AS count FROM change"),
  );
  return rows[0]?.count ?? 0;
}
