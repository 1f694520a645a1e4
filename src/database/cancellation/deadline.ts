import type { PoolClient } from "pg";
import type { RunningQueries } from "./running-queries.js";

/** A request wanted something of the database after its time was up. */
export class DeadlineExceeded extends Error {
  override name = "DeadlineExceeded";

  constructor() {
    super("The time of the request is up.");
  }
}

/** What is under way on a connection. */
interface Work {
  readonly client: PoolClient;
  /** While the database is being told to stop, what is sent next on the connection could be hit. */
  stopping: Promise<void> | undefined;
  end: (() => void) | undefined;
}

/** Until when a request may use the database: what is under way then is cancelled, and nothing starts any more. */
export class Deadline {
  readonly #endsAt: number;
  readonly #runningQueries: RunningQueries;
  readonly #timer: NodeJS.Timeout;
  readonly #underWay = new Set<Work>();
  #isOver = false;

  /** @param onOver is called when the time is up, before anything else happens. */
  constructor(milliseconds: number, runningQueries: RunningQueries, onOver: () => void) {
    this.#endsAt = performance.now() + milliseconds;
    this.#runningQueries = runningQueries;
    this.#timer = setTimeout(() => {
      this.#isOver = true;
      onOver();
      for (const work of this.#underWay) this.#end(work);
    }, milliseconds);
  }

  /** How long it is until then; at least 1. */
  get remainingMs(): number {
    return Math.max(1, Math.ceil(this.#endsAt - performance.now()));
  }

  get isOver(): boolean {
    // The timer is late while the event loop is busy.
    return this.#isOver || performance.now() >= this.#endsAt;
  }

  /** @throws DeadlineExceeded when it is. */
  check(): void {
    if (this.isOver) throw new DeadlineExceeded();
  }

  /**
   * From now on the connection works for the request.
   * @returns what to call when it no longer does, and to wait for before anybody else uses it.
   */
  watch(client: PoolClient): () => Promise<void> | undefined {
    const work: Work = { client, stopping: undefined, end: undefined };
    this.#underWay.add(work);
    if (this.#isOver) this.#end(work);
    return () => {
      this.#underWay.delete(work);
      work.end?.();
      return work.stopping;
    };
  }

  /** The same for the connection that a process of the server serves. */
  watchProcess(processId: number): () => Promise<void> | undefined {
    const client = this.#runningQueries.connectionOf(processId);
    return client === undefined ? () => undefined : this.watch(client);
  }

  /** The request is answered. What it left under way may go on. */
  release(): void {
    clearTimeout(this.#timer);
  }

  #end(work: Work): void {
    const ended = new Promise<void>((resolve) => {
      work.end = resolve;
    });
    work.stopping = this.#runningQueries.stop(work.client, ended);
  }
}
