import { type CpuTimes, quantile } from "../measure.js";
import { totalOf } from "../postgres-cpu.js";
import { table } from "../report.js";
import { type Kind, kinds } from "./kinds.js";
import type { MixedOptions } from "./options.js";

/** The result of the mixed load. CPU times are in milliseconds for all requests together. */
export interface MixedResult extends CpuTimes {
  readonly seconds: number;
  /** The CPU time of the replica. NaN without one, and if it runs on another machine. */
  readonly cpuReplica: number;
  /** The latency of each request in milliseconds. */
  readonly latencies: Readonly<Record<Kind, readonly number[]>>;
  /** The numbers of requests that an overloaded server refused. They have no latency. */
  readonly refused: Readonly<Record<Kind, number>>;
}

export function mixedTable(result: MixedResult, { connections, processes, customers }: MixedOptions): string {
  const { latencies, refused, seconds, cpuServers, cpuSessions, cpuShared, cpuReplica } = result;
  const row = (name: string, values: readonly number[], refusals: number) => {
    const ascending = Float64Array.from(values).sort();
    const times = [0.5, 0.99].map((part) => quantile(ascending, part).toFixed(2));
    return [name, String(values.length), (values.length / seconds).toFixed(1), ...times, String(refusals)];
  };
  const all = kinds.flatMap((kind) => latencies[kind]);
  const rows = [
    ["", "requests", "req/s", "p50 ms", "p99 ms", "refused"],
    ...kinds.map((kind) => row(kind, latencies[kind], refused[kind])),
    row("all", all, sum(Object.values(refused))),
  ];
  const withShared = !Number.isNaN(cpuShared);
  const cpuPostgres = totalOf({ sessions: cpuSessions, shared: cpuShared });
  const cpus = [cpuServers, cpuPostgres, ...(Number.isNaN(cpuReplica) ? [] : [cpuReplica])];
  const perRequest = (milliseconds: number) => (milliseconds / all.length).toFixed(3);
  const perSecond = (milliseconds: number) => (milliseconds / 1000 / seconds).toFixed(2);
  return [
    `${customers} customers, ${connections} connections, server processes: ${processes}, ${seconds.toFixed(1)} s`,
    table(rows),
    table([
      ["", "server", "PostgreSQL", "replica"].slice(0, cpus.length + 1),
      ["CPU ms per request", ...cpus.map(perRequest)],
      ["CPUs in use", ...cpus.map(perSecond)],
    ]),
    ...notes(cpuSessions, withShared),
  ].join("\n");
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

function notes(cpuSessions: number, withShared: boolean): string[] {
  if (Number.isNaN(cpuSessions)) return ["  PostgreSQL runs on another machine: its CPU time is unknown."];
  return withShared
    ? []
    : ["  Without the processes that all databases share, because other databases were used, too."];
}
