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
import type { Statement } from "../sql/statement.js";

/** A copy of the primary that follows it. */
interface Replica {
  readonly pool: Pool;
  readonly reader: PoolReader;
  /** It broke, or lags: it is asked from time to time whether it is fit again. */
  isResting: boolean;
}

const looks = 3;
const betweenLooksMs = 2;
const askAgainEveryMs = 500;
const answersWithinMs = 1_000;

/**
 * Replicas that queries are read from, without anybody ever missing what was committed before they asked, by whom and on
 * whichever instance: the primary is asked how far its log goes, and only a replica that has replayed it up to there is
 * read from. One such question serves all requests that come while the one before it is under way.
 */
export class Replicas {
  readonly #primary: Pool;
  readonly #replicas: readonly Replica[];
  readonly #onWarning: (message: string, error: unknown) => void;
  readonly #timer: NodeJS.Timeout;
  #turn = 0;
  #underWay: Promise<unknown> = Promise.resolve();
  #next: Promise<Replica | undefined> | undefined;

  constructor(primary: Pool, pools: readonly Pool[], onWarning: (message: string, error: unknown) => void) {
    this.#primary = primary;
    this.#replicas = pools.map((pool) => ({ pool, reader: createReader(pool), isResting: false }));
    this.#onWarning = onWarning;
    this.#timer = setInterval(() => void this.#wake(), askAgainEveryMs).unref();
  }

  /** The connections to each replica. */
  get pools(): readonly Pool[] {
    return this.#replicas.map(({ pool }) => pool);
  }

  /** A replica that has all that is committed by now; undefined when there is none. */
  choose(): Promise<Replica | undefined> {
    this.#next ??= this.#underWay.then(() => {
      this.#next = undefined;
      const chosen = this.#choose();
      this.#underWay = chosen.catch(() => {});
      return chosen;
    });
    return this.#next;
  }

  /** Leaves a replica alone until it is fit. */
  rest(replica: Replica, error: unknown): void {
    if (replica.isResting) return;
    replica.isResting = true;
    this.#onWarning("A replica cannot be read from; queries go to the primary meanwhile.", error);
  }

  async close(): Promise<void> {
    clearInterval(this.#timer);
    await Promise.all(this.#replicas.map(({ pool }) => pool.end()));
  }

  async #choose(): Promise<Replica | undefined> {
    const fit = this.#replicas.filter(({ isResting }) => !isResting);
    this.#turn += 1;
    const replica = fit[this.#turn % fit.length];
    if (replica === undefined) return undefined;
    const position = await this.#position();
    try {
      for (let look = 1; look <= looks; look += 1) {
        if (await hasReplayed(replica.pool, position)) return replica;
        await setTimeout(betweenLooksMs);
      }
      this.rest(replica, new Error("The replica lags behind."));
    } catch (error) {
      this.rest(replica, error);
    }
    return undefined;
  }

  /** How far the log of the primary goes. */
  async #position(): Promise<string> {
    const { rows } = await this.#primary.query<{ position: string }>("SELECT pg_current_wal_lsn()::text AS position");
    return rows[0]?.position ?? "";
  }

  async #wake(): Promise<void> {
    for (const replica of this.#replicas.filter(({ isResting }) => isResting)) {
      try {
        if (await hasReplayed(replica.pool, await this.#position())) replica.isResting = false;
      } catch (error) {
        if (!isDatabaseUnavailable(error)) this.#onWarning("A replica cannot be asked whether it is fit.", error);
      }
    }
  }
}

/** False as well for a server that follows nobody: it would not have what is written from now on. */
async function hasReplayed(pool: Pool, position: string): Promise<boolean> {
  const query = {
    text: "SELECT pg_is_in_recovery() AND pg_last_wal_replay_lsn() >= $1::pg_lsn AS has_replayed",
    values: [position],
    query_timeout: answersWithinMs,
  };
  const { rows } = await pool.query<{ has_replayed: boolean | null }>(query);
  return rows[0]?.has_replayed === true;
}

/** Reads what one query asks for: from a replica, and from the primary when there is none, or it fails on the way. */
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
      // What it replays may take away rows that a query is reading: no fault of it.
      if (!isRetryable(error)) {
        if (!isDatabaseUnavailable(error)) throw error;
        this.#request.deadline?.check();
        this.#replicas.rest(replica, error);
      }
      this.#chosen = Promise.resolve(undefined);
      return this.#primary.read(statement, options);
    }
  }
}
