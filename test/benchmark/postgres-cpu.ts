import type pg from "pg";
import { childrenOf, commandOf, processTimes, singleThreadCpu } from "./processes.js";

/** CPU milliseconds of PostgreSQL's processes until now. */
interface Reading {
  /** Each process of the benchmark's databases. */
  readonly own: ReadonlyMap<number, number>;
  /** Each process of all databases: the postmaster, checkpoints, the write-ahead log. */
  readonly shared: ReadonlyMap<number, number>;
  /** Each process of other databases. */
  readonly foreign: ReadonlyMap<number, number>;
  /** All processes that have ended. */
  readonly ended: number;
  /** The number of sessions of other databases. */
  readonly foreignSessions: number;
}

/** CPU milliseconds of PostgreSQL's processes between two times. */
export interface PostgresTimes {
  /** The sessions of the benchmark's databases. */
  readonly sessions: number;
  /** Shared processes and processes that have ended. NaN if other databases were used in that time. */
  readonly shared: number;
}

/** Returns the CPU time of sessions and shared processes, as far as it is known. NaN if the time of the sessions is unknown. */
export function totalOf({ sessions, shared }: PostgresTimes): number {
  return sessions + (Number.isNaN(shared) ? 0 : shared);
}

/** The share of the time that other databases may use before the CPU time of shared processes cannot be assigned. */
const foreignShare = 0.01;

/** Measures the CPU time that PostgreSQL takes for the benchmark's databases. */
export class PostgresCpu {
  readonly #admin: pg.Client;
  readonly #postmaster: number;
  #reading: Reading | undefined;
  #startedAt = 0;

  private constructor(admin: pg.Client, postmaster: number) {
    this.#admin = admin;
    this.#postmaster = postmaster;
  }

  /** Returns undefined if PostgreSQL does not run on this machine or its processes are not visible. */
  static async of(admin: pg.Client): Promise<PostgresCpu | undefined> {
    const { rows } = await admin.query<{ pid: number }>("SELECT pg_backend_pid() AS pid");
    const pid = rows[0]?.pid ?? 0;
    const backend = await processTimes(pid);
    if (backend === undefined || !/postgres/.test(await commandOf(pid))) return undefined;
    return new PostgresCpu(admin, backend.parent);
  }

  async start(): Promise<void> {
    this.#startedAt = performance.now();
    this.#reading = await this.#read();
  }

  /** The CPU time since the start. */
  async stop(): Promise<PostgresTimes> {
    const before = this.#reading;
    if (before === undefined) throw new Error("Nothing was started.");
    const after = await this.#read();
    const elapsed = performance.now() - this.#startedAt;
    const isShared =
      after.foreignSessions > before.foreignSessions ||
      [...before.foreign.keys()].some((pid) => !after.foreign.has(pid)) ||
      growth(before.foreign, after.foreign) > elapsed * foreignShare;
    return {
      sessions: growth(before.own, after.own),
      shared: isShared ? Number.NaN : growth(before.shared, after.shared) + growthOfEnded(before, after),
    };
  }

  async #read(): Promise<Reading> {
    const [{ rows }, foreignSessions, pids, postmaster] = await Promise.all([
      this.#admin.query<{ pid: number; kind: string; isOwn: boolean | null }>(
        `SELECT pid, backend_type AS kind, starts_with(datname, 'shop_benchmark_') AS "isOwn" FROM pg_stat_activity
          WHERE pid <> pg_backend_pid()`,
      ),
      this.#foreignSessions(),
      childrenOf(this.#postmaster),
      processTimes(this.#postmaster),
    ]);
    const known = new Map(rows.map((row) => [row.pid, row]));
    const [own, shared, foreign] = [new Map<number, number>(), new Map<number, number>(), new Map<number, number>()];
    shared.set(this.#postmaster, postmaster?.cpu ?? 0);
    for (const pid of pids) {
      const row = known.get(pid);
      // A process that is starting or ending, or does work that the benchmark's databases have turned off.
      if (row === undefined || row.kind.startsWith("autovacuum")) continue;
      const cpu = await singleThreadCpu(pid);
      if (cpu === undefined) continue;
      (row.isOwn === null ? shared : row.isOwn ? own : foreign).set(pid, cpu);
    }
    return { own, shared, foreign, ended: postmaster?.endedChildrenCpu ?? 0, foreignSessions };
  }

  async #foreignSessions(): Promise<number> {
    const { rows } = await this.#admin.query<{ sessions: number }>(
      `SELECT sum(sessions)::float8 AS sessions FROM pg_stat_database
        WHERE datname IS NOT NULL AND NOT starts_with(datname, 'shop_benchmark_')`,
    );
    return rows[0]?.sessions ?? 0;
  }
}

/** The CPU time between two times of processes that ended in between. */
function growthOfEnded(before: Reading, after: Reading): number {
  const kinds = ["own", "shared", "foreign"] as const;
  const usedBefore = kinds.flatMap((kind) => [...before[kind]].filter(([pid]) => !after[kind].has(pid)));
  return after.ended - before.ended - usedBefore.reduce((sum, [, cpu]) => sum + cpu, 0);
}

/** The CPU time between two times. A new process has used all of its time in between. */
function growth(before: ReadonlyMap<number, number>, after: ReadonlyMap<number, number>): number {
  let sum = 0;
  for (const [pid, cpu] of after) sum += cpu - (before.get(pid) ?? 0);
  return sum;
}
