import { mkdir } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { checkAnswers } from "./check-answers.js";
import { type ClientName, clients } from "./clients.js";
import { Databases } from "./databases.js";
import { HttpConnection } from "./http-connection.js";
import { type Job, type JobName, jobs } from "./jobs.js";
import { load, type Requests } from "./load.js";
import { countStatements, figuresOf, measure, type Round } from "./measure.js";
import type { Options } from "./options.js";
import { PostgresCpu } from "./postgres-cpu.js";
import { createRandom } from "./random.js";
import { checkedLine, type JobResult, jobTable, type ServerResult } from "./report.js";
import { readSamples, type Samples } from "./samples.js";
import { type RunningServer, type ServerName, serverNames, startServer } from "./servers.js";

const checkedAnswers = 20;
const seed = 1;

/** The database of each server. */
type DatabaseUrls = Readonly<Record<ServerName, string>>;

/** Runs the selected jobs and prints their results. */
export async function runBenchmark(options: Options) {
  const databases = await Databases.open(options.customers);
  try {
    const postgres = await PostgresCpu.of(databases.admin);
    if (postgres === undefined) console.log("PostgreSQL runs on another machine: its CPU time is unknown.");
    const results: JobResult[] = [];
    let samples: Samples | undefined;
    for (const writes of [false, true]) {
      let urls: DatabaseUrls | undefined;
      for (const name of options.jobs.filter((job) => jobs[job].writes === writes)) {
        for (const client of options.clients) {
          // A slow server writes less. Without new databases, the answers to the next requests would differ.
          if (writes) await databases.drop();
          if (writes || !urls) urls = writes ? await copiesForWriting(databases) : await copyForReading(databases);
          samples ??= await takeSamples(urls.server);
          const result = await runJob(name, client, { options, urls, samples, postgres });
          results.push(result);
          console.log(options.smoke ? checkedLine(result) : `\n${jobTable(result)}`);
        }
      }
      await databases.drop();
    }
    return { about: await describe(databases), results };
  } finally {
    await databases.close();
  }
}

async function copyForReading(databases: Databases): Promise<DatabaseUrls> {
  const url = await databases.copy("reading");
  return { server: url, floor: url, mercurius: url };
}

async function copiesForWriting(databases: Databases): Promise<DatabaseUrls> {
  return {
    server: await databases.copy("writing"),
    floor: await databases.copy("writing_floor", { triggers: false }),
    mercurius: await databases.copy("writing_mercurius", { triggers: false }),
  };
}

async function takeSamples(databaseUrl: string): Promise<Samples> {
  const server = await startServer("server", databaseUrl);
  const connection = await HttpConnection.open(server.url, server.apiKey);
  try {
    return await readSamples(databaseUrl, connection);
  } finally {
    connection.close();
    await server.stop();
  }
}

interface Surroundings {
  readonly options: Options;
  readonly urls: DatabaseUrls;
  readonly samples: Samples;
  readonly postgres: PostgresCpu | undefined;
}

async function runJob(
  name: JobName,
  clientName: ClientName,
  { options, urls, samples, postgres }: Surroundings,
): Promise<JobResult> {
  const client = clients[clientName];
  const job: Job = jobs[name];
  const compared = options.profile ? (["server"] as const) : serverNames;
  const nodeOptions = options.profile ? await profileOptions(name, options) : [];
  // Each server gets the same requests, in the same order.
  const newRequests = (): Requests => ({
    headers: client.headers,
    nextBody: job.requests(samples, createRandom(seed), client),
  });
  const requests = new Map(compared.map((server) => [server, newRequests()]));
  const next = (server: ServerName) => requests.get(server) ?? newRequests();
  const servers = await Promise.all(compared.map((server) => startServer(server, urls[server], { nodeOptions })));
  try {
    await checkSamples(servers, compared.map(next), name);
    const rounds = await measureInTurn(servers, next, options, postgres);
    const statements = await Promise.all(compared.map((server) => countStatements(server, urls[server], next(server))));
    const results: Partial<Record<ServerName, ServerResult>> = {};
    const withShared = [...rounds.values()].flat().every(({ cpuShared }) => !Number.isNaN(cpuShared));
    for (const [index, server] of compared.entries()) {
      const measured = rounds.get(server) ?? [];
      const figures = figuresOf(measured, { withShared });
      results[server] = { ...figures, statements: statements[index] ?? Number.NaN, rounds: measured };
    }
    return {
      name,
      client: clientName,
      title: job.title,
      note: job.note?.(samples),
      target: job.target,
      withShared,
      servers: results,
    };
  } finally {
    await Promise.all(servers.map((server) => server.stop()));
  }
}

/** Sends the same requests to each server, so that their databases stay equal. */
async function checkSamples(servers: readonly RunningServer[], next: readonly Requests[], name: JobName) {
  const bodies = Array.from({ length: checkedAnswers }, () => next.map(({ nextBody }) => nextBody())[0] ?? "");
  await checkAnswers(servers, bodies, { headers: next[0]?.headers, ownIds: name === "M1" });
}

/** Measures all servers in each round. Each round starts with another server. */
async function measureInTurn(
  servers: readonly RunningServer[],
  next: (server: ServerName) => Requests,
  options: Options,
  postgres: PostgresCpu | undefined,
): Promise<Map<ServerName, Round[]>> {
  for (const server of servers) {
    await load(server, next(server.name), { connections: options.connections, seconds: options.warmUpSeconds });
  }
  const rounds = new Map<ServerName, Round[]>(servers.map(({ name }) => [name, []]));
  for (let round = 0; round < options.rounds; round++) {
    for (const position of servers.keys()) {
      const server = servers[(round + position) % servers.length];
      if (server === undefined) continue;
      rounds.get(server.name)?.push(await measure(server, postgres, next(server.name), options));
    }
  }
  return rounds;
}

async function profileOptions(name: JobName, { json }: Options): Promise<string[]> {
  const folder = path.dirname(json);
  await mkdir(folder, { recursive: true });
  return ["--cpu-prof", `--cpu-prof-dir=${folder}`, `--cpu-prof-name=${name}.${Date.now()}.cpuprofile`];
}

async function describe({ admin }: Databases) {
  const { rows } = await admin.query<{ version: string }>("SELECT version()");
  return {
    at: new Date().toISOString(),
    node: process.version,
    postgres: rows[0]?.version,
    processors: os.cpus().map(({ model }) => model),
  };
}
