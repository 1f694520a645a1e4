import { randomBytes } from "node:crypto";
import { Databases } from "../databases.js";
import { HttpConnection } from "../http-connection.js";
import { sendUntil } from "../load.js";
import { measureCpu } from "../measure.js";
import { PostgresCpu, totalOf } from "../postgres-cpu.js";
import { createRandom } from "../random.js";
import { Replica } from "../replica.js";
import { readSamples } from "../samples.js";
import { type RunningServer, startServer } from "../servers.js";
import { createRequests, type Kind, kinds, type MixedRequest } from "./kinds.js";
import type { MixedOptions } from "./options.js";
import { type MixedResult, mixedTable } from "./report.js";

const seed = 1;

/** Measures the mixed load on a copy of the data, and prints its figures. */
export async function runMixedLoad(options: MixedOptions): Promise<void> {
  const databases = await Databases.open(options.customers);
  try {
    const url = await databases.copy("mixed");
    const replica = options.replica === undefined ? undefined : await Replica.open(options.replica, url);
    const servers = await startServers(url, options.processes, replica);
    try {
      const nextRequest = createRequests(await takeSamples(url, servers), createRandom(seed));
      await sendMixed(servers, nextRequest, { ...options, seconds: options.warmUpSeconds });
      const result = await measureMixed(servers, nextRequest, { databases, replica, options });
      console.log(options.smoke ? smokeLine(result) : `\n${mixedTable(result, options)}`);
    } finally {
      await Promise.all(servers.map((server) => server.stop()));
      await replica?.close();
    }
  } finally {
    await databases.close();
  }
}

/** Starts the servers one after the other: the first one creates the key that all of them accept. */
async function startServers(
  databaseUrl: string,
  count: number,
  replica: Replica | undefined,
): Promise<RunningServer[]> {
  const apiKey = randomBytes(24).toString("hex");
  const env = replica ? { DATABASE_REPLICA_URLS: replica.databaseUrl } : {};
  const servers: RunningServer[] = [];
  while (servers.length < count) servers.push(await startServer("server", databaseUrl, { apiKey, env }));
  return servers;
}

async function takeSamples(databaseUrl: string, [server]: readonly RunningServer[]) {
  if (server === undefined) throw new Error("No server is running.");
  const connection = await HttpConnection.open(server.url, server.apiKey);
  try {
    return await readSamples(databaseUrl, connection);
  } finally {
    connection.close();
  }
}

async function measureMixed(
  servers: readonly RunningServer[],
  nextRequest: () => MixedRequest,
  { databases, replica, options }: { databases: Databases; replica: Replica | undefined; options: MixedOptions },
): Promise<MixedResult> {
  const postgres = await PostgresCpu.of(databases.admin);
  const replicaCpu = replica && (await PostgresCpu.of(replica.admin));
  await replicaCpu?.start();
  const { result, ...cpu } = await measureCpu(servers, postgres, () => sendMixed(servers, nextRequest, options));
  const replicaTimes = await replicaCpu?.stop();
  return { ...result, ...cpu, cpuReplica: replicaTimes ? totalOf(replicaTimes) : Number.NaN };
}

/** Sends requests over connections that the servers share, until the time is over. */
async function sendMixed(
  servers: readonly RunningServer[],
  nextRequest: () => MixedRequest,
  { connections, seconds }: { connections: number; seconds: number },
): Promise<Pick<MixedResult, "latencies" | "refused" | "seconds">> {
  const opened = await Promise.all(
    Array.from({ length: connections }, (_, index) => {
      const server = servers[index % servers.length];
      if (server === undefined) throw new Error("No server is running.");
      return HttpConnection.open(server.url, server.apiKey);
    }),
  );
  const latencies: Record<Kind, number[]> = { read: [], list: [], search: [], write: [] };
  const refused: Record<Kind, number> = { read: 0, list: 0, search: 0, write: 0 };
  const next = () => {
    const { kind, body } = nextRequest();
    const onRefused = () => {
      refused[kind] += 1;
    };
    return { body, latencies: latencies[kind], onRefused };
  };
  const taken = await sendUntil(opened, next, seconds);
  return { latencies, refused, seconds: taken };
}

function smokeLine({ latencies }: MixedResult): string {
  const answered = kinds.map((kind) => `${latencies[kind].length} × ${kind}`);
  return `Answered without errors: ${answered.join(", ")}.`;
}
