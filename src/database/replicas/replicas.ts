import { setTimeout } from "node:timers/promises";
import type { Pool } from "pg";
import { isDatabaseUnavailable, isRetryable } from "../errors/errors.js";
import {
  createReader,
  type PoolReader,
  type Reader,
  type ReadOptions,
  type RequestLimits,
} from "../fast-reads/reader.js";
import type { Statement } from "../sql/sql.js";

/** A read replica of the primary. */
interface Replica {
  readonly pool: Pool;
  readonly reader: PoolReader;
  /** True if the replica failed or lags. It is checked regularly until it is usable again. */
  isPaused: boolean;
}

const maxChecks = 3;
const checkIntervalMs = 2;
const recheckIntervalMs = 500;
const checkTimeoutMs = 1_000;

/**
 * Read replicas with read-your-writes consistency: a query sees everything that was committed before it started, by any
 * client and on any instance. The primary is asked for its current log position, and only a replica that has replayed the log
 * up to that position is used. Requests that arrive during such a check share the next one.
 */
export class Replicas {
  readonly #primary: Pool;
  readonly #replicas: readonly Replica[];
  readonly #onWarning: (message: string, error: unknown) => void;
  readonly #timer: NodeJS.Timeout;
  #nextIndex = 0;
  #current: Promise<unknown> = Promise.resolve();
  #next: Promise<Replica | undefined> | undefined;

  constructor(primary: Pool, pools: readonly Pool[], onWarning: (message: string, error: unknown) => void) {
    this.#primary = primary;
    this.#replicas = pools.map((pool) => ({ pool, reader: createReader(pool), isPaused: false }));
    this.#onWarning = onWarning;
    this.#timer = setInterval(() => void this.#resumePaused(), recheckIntervalMs).unref();
  }

  /** The connection pools of the replicas. */
  get pools(): readonly Pool[] {
    return this.#replicas.map(({ pool }) => pool);
  }

  /** Returns a replica that has replayed everything committed so far, or undefined if there is none. */
  choose(): Promise<Replica | undefined> {
    this.#next ??= this.#current.then(() => {
      this.#next = undefined;
      const chosen = this.#choose();
      this.#current = chosen.catch(() => {});
      return chosen;
    });
    return this.#next;
  }

  /** Stops using a replica until it is usable again. */
  pause(replica: Replica, error: unknown): void {
    if (replica.isPaused) return;
    replica.isPaused = true;
    this.#onWarning("A replica cannot be read from; queries go to the primary meanwhile.", error);
  }

  async close(): Promise<void> {
    clearInterval(this.#timer);
    await Promise.all(this.#replicas.map(({ pool }) => pool.end()));
  }

  async #choose(): Promise<Replica | undefined> {
    const usable = this.#replicas.filter(({ isPaused }) => !isPaused);
    this.#nextIndex += 1;
    const replica = usable[this.#nextIndex % usable.length];
    if (replica === undefined) return undefined;
    const position = await this.#position();
    try {
      for (let check = 1; check <= maxChecks; check += 1) {
        if (await hasReplayed(replica.pool, position)) return replica;
        await setTimeout(checkIntervalMs);
      }
      this.pause(replica, new Error("The replica lags behind."));
    } catch (error) {
      this.pause(replica, error);
    }
    return undefined;
  }

  /** Returns the current log position of the primary. */
  async #position(): Promise<string> {
    const { rows } = await this.#primary.query<{ position: string }>("SELECT pg_current_wal_lsn()::text AS position");
    return rows[0]?.position ?? "";
  }

  async #resumePaused(): Promise<void> {
    for (const replica of this.#replicas.filter(({ isPaused }) => isPaused)) {
      try {
        if (await hasReplayed(replica.pool, await this.#position())) replica.isPaused = false;
      } catch (error) {
        if (!isDatabaseUnavailable(error)) this.#onWarning("A replica cannot be asked for its log position.", error);
      }
    }
  }
}

/**
 * True if a replica has replayed the log up to a position. False for a server that is not a standby, because it would not
 * receive later writes.
 */
async function hasReplayed(pool: Pool, position: string): Promise<boolean> {
  const query = {
    text: "SELECT pg_is_in_recovery() AND pg_last_wal_replay_lsn() >= $1::pg_lsn AS has_replayed",
    values: [position],
    query_timeout: checkTimeoutMs,
  };
  const { rows } = await pool.query<{ has_replayed: boolean | null }>(query);
  return rows[0]?.has_replayed === true;
}

/** Reads for one query: from a replica, or from the primary if no replica is usable or the replica fails. */
export class ReplicaReader implements Reader {
  readonly #replicas: Replicas;
  readonly #primary: Reader;
  readonly #request: RequestLimits;
  #chosen: Promise<Replica | undefined> | undefined;

  constructor(replicas: Replicas, primary: Reader, request: RequestLimits) {
    this.#replicas = replicas;
    this.#primary = primary;
    this.#request = request;
  }

  async read<Row>(statement: Statement, options?: ReadOptions): Promise<Row[]> {
    this.#chosen ??= this.#replicas.choose();
    const replica = await this.#chosen;
    if (replica === undefined) return this.#primary.read(statement, options);
    try {
      return await replica.reader.within(this.#request).read<Row>(statement, options);
    } catch (error) {
      // Replaying the log may conflict with a running query. The replica itself is usable.
      if (!isRetryable(error)) {
        if (!isDatabaseUnavailable(error)) throw error;
        this.#request.deadline?.check();
        this.#replicas.pause(replica, error);
      }
      this.#chosen = Promise.resolve(undefined);
      return this.#primary.read(statement, options);
    }
  }
}
