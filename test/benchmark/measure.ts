import { HttpConnection } from "./http-connection.js";
import { load } from "./load.js";
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
  nextBody: () => string,
  options: { connections: number; seconds: number },
): Promise<Round> {
  await postgres?.start();
  const before = await processTimes(server.pid);
  const { requests, seconds, latencies } = await load(server, nextBody, options);
  const after = await processTimes(server.pid);
  const { sessions = Number.NaN, shared = Number.NaN } = (await postgres?.stop()) ?? {};
  if (before === undefined || after === undefined) throw new Error(`The ${server.name} is gone.`);
  return {
    requestsPerSecond: requests / seconds,
    p50: quantile(latencies, 0.5),
    p99: quantile(latencies, 0.99),
    cpuServer: (after.cpu - before.cpu) / requests,
    cpuSessions: sessions / requests,
    cpuShared: shared / requests,
    memory: await residentMemory(server.pid),
  };
}

const warmUpRequests = 200;
const countedRequests = 50;

/** The number of statements of a request after all are prepared. */
export async function countStatements(name: ServerName, databaseUrl: string, nextBody: () => string): Promise<number> {
  const proxy = await startStatementProxy(databaseUrl);
  try {
    const server = await startServer(name, proxy.databaseUrl);
    try {
      const connection = await HttpConnection.open(server.url, server.apiKey);
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

function quantile(ascending: Float64Array, part: number): number {
  return ascending[Math.min(ascending.length - 1, Math.floor(ascending.length * part))] ?? Number.NaN;
}
