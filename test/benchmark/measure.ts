import { HttpConnection } from "./http-connection.js";
import { load, type Requests } from "./load.js";
import type { PostgresCpu } from "./postgres-cpu.js";
import { processTimes, residentMemory } from "./processes.js";
import { type RunningServer, type ServerName, startServer } from "./servers.js";
import { startStatementProxy } from "./statement-proxy.js";

/** The result of one server for one job in one round. CPU times are in milliseconds per request. */
export interface Round {
  readonly requestsPerSecond: number;
  readonly p50: number;
  readonly p99: number;
  readonly cpuServer: number;
  /** The CPU time of PostgreSQL's sessions. NaN if it runs on another machine. */
  readonly cpuSessions: number;
  /** The CPU time of processes that all databases share. NaN if other databases were used, too. */
  readonly cpuShared: number;
  readonly memory: number;
}

/** The medians over the rounds. */
export interface Figures extends Omit<Round, "cpuSessions" | "cpuShared"> {
  readonly cpuPostgres: number;
  readonly cpuTotal: number;
}

export async function measure(
  server: RunningServer,
  postgres: PostgresCpu | undefined,
  sent: Requests,
  options: { connections: number; seconds: number },
): Promise<Round> {
  const { result, cpuServers, cpuSessions, cpuShared } = await measureCpu([server], postgres, () =>
    load(server, sent, options),
  );
  const { requests, seconds, latencies } = result;
  return {
    requestsPerSecond: requests / seconds,
    p50: quantile(latencies, 0.5),
    p99: quantile(latencies, 0.99),
    cpuServer: cpuServers / requests,
    cpuSessions: cpuSessions / requests,
    cpuShared: cpuShared / requests,
    memory: await residentMemory(server.pid),
  };
}

/** CPU times in milliseconds. */
export interface CpuTimes {
  readonly cpuServers: number;
  /** NaN if PostgreSQL runs on another machine. */
  readonly cpuSessions: number;
  /** NaN if other databases were used, too. */
  readonly cpuShared: number;
}

/** The CPU times of the servers and PostgreSQL during some work. */
export async function measureCpu<Result>(
  servers: readonly RunningServer[],
  postgres: PostgresCpu | undefined,
  work: () => Promise<Result>,
): Promise<CpuTimes & { readonly result: Result }> {
  await postgres?.start();
  const before = await cpuOf(servers);
  const result = await work();
  const cpuServers = (await cpuOf(servers)) - before;
  const { sessions = Number.NaN, shared = Number.NaN } = (await postgres?.stop()) ?? {};
  return { result, cpuServers, cpuSessions: sessions, cpuShared: shared };
}

async function cpuOf(servers: readonly RunningServer[]): Promise<number> {
  let sum = 0;
  for (const { name, pid } of servers) {
    const times = await processTimes(pid);
    if (times === undefined) throw new Error(`The ${name} is gone.`);
    sum += times.cpu;
  }
  return sum;
}

const warmUpRequests = 200;
const countedRequests = 50;

/** The number of statements of a request after all are prepared. */
export async function countStatements(
  name: ServerName,
  databaseUrl: string,
  { nextBody, headers }: Requests,
): Promise<number> {
  const proxy = await startStatementProxy(databaseUrl);
  try {
    const server = await startServer(name, proxy.databaseUrl);
    try {
      const connection = await HttpConnection.open(server.url, server.apiKey, headers);
      for (let sent = 0; sent < warmUpRequests; sent++) await connection.ask(nextBody());
      const before = proxy.statements;
      for (let sent = 0; sent < countedRequests; sent++) await connection.ask(nextBody());
      const counted = proxy.statements - before;
      connection.close();
      return counted / countedRequests;
    } finally {
      await server.stop();
    }
  } finally {
    await proxy.close();
  }
}

/** The CPU time of shared processes is counted for all servers or for none. */
export function figuresOf(rounds: readonly Round[], { withShared }: { withShared: boolean }): Figures {
  const of = (name: keyof Round) => median(rounds.map((round) => round[name]));
  const cpuServer = of("cpuServer");
  const cpuPostgres = of("cpuSessions") + (withShared ? of("cpuShared") : 0);
  return {
    requestsPerSecond: of("requestsPerSecond"),
    p50: of("p50"),
    p99: of("p99"),
    cpuServer,
    cpuPostgres,
    cpuTotal: cpuServer + cpuPostgres,
    memory: of("memory"),
  };
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((one, other) => one - other);
  const middle = Math.floor(sorted.length / 2);
  const [low = Number.NaN, high = Number.NaN] = [sorted[sorted.length % 2 === 0 ? middle - 1 : middle], sorted[middle]];
  return (low + high) / 2;
}

/** @param part from 0 to 1. */
export function quantile(ascending: Float64Array, part: number): number {
  return ascending[Math.min(ascending.length - 1, Math.floor(ascending.length * part))] ?? Number.NaN;
}
