import type { PoolClient } from "pg";
import type { ConnectionsByProcessId } from "./connections-by-process-id.js";

/** A request used the database after its deadline. */
export class DeadlineExceeded extends Error {
  override name = "DeadlineExceeded";

  constructor() {
    super("The deadline of the request has passed.");
  }
}

/** A request's use of a connection. */
interface ConnectionUse {
  readonly client: PoolClient;
  /** Set while a cancel request is being sent. The cancel request could hit the next statement on the connection. */
  cancellation: Promise<void> | undefined;
  /** Resolves the promise that tells the cancellation that the use has ended. */
  settleEnded: (() => void) | undefined;
}

/**
 * The time until which a request may use the database. At the deadline, running statements are cancelled and no new statement
 * starts.
 */
export class Deadline {
  readonly #endsAt: number;
  readonly #connections: ConnectionsByProcessId;
  readonly #timer: NodeJS.Timeout;
  readonly #watched = new Set<ConnectionUse>();
  readonly #onOver: () => void;
  #isOver = false;
  #isStopped = false;

  /** @param onOver is called once at the deadline, before statements are cancelled. */
  constructor(milliseconds: number, connections: ConnectionsByProcessId, onOver: () => void) {
    this.#endsAt = performance.now() + milliseconds;
    this.#connections = connections;
    this.#onOver = onOver;
    this.#timer = setTimeout(() => this.end(), milliseconds);
  }

  /** Milliseconds until the deadline; at least 1. */
  get remainingMs(): number {
    return Math.max(1, Math.ceil(this.#endsAt - performance.now()));
  }

  get isOver(): boolean {
    // The timer is late if the event loop is busy.
    return this.#isOver || performance.now() >= this.#endsAt;
  }

  /** @throws DeadlineExceeded after the deadline. */
  check(): void {
    if (this.isOver) this.exceed();
  }

  /**
   * Ends the request's time, because an error shows that the deadline has passed.
   * @throws DeadlineExceeded
   */
  exceed(): never {
    this.end();
    throw new DeadlineExceeded();
  }

  /** Ends the request's time. The timer does this, or the code that notices the deadline before a late timer. */
  end(): void {
    if (this.#isOver || this.#isStopped) return;
    this.#isOver = true;
    clearTimeout(this.#timer);
    this.#onOver();
    for (const use of this.#watched) this.#cancel(use);
  }

  /**
   * Cancels the statements on a connection at the deadline.
   * @returns a function to call when the request stops using the connection. Wait for its promise before another request uses
   * the connection.
   */
  watch(client: PoolClient): () => Promise<void> | undefined {
    const use: ConnectionUse = { client, cancellation: undefined, settleEnded: undefined };
    this.#watched.add(use);
    if (this.#isOver) this.#cancel(use);
    return () => {
      this.#watched.delete(use);
      use.settleEnded?.();
      return use.cancellation;
    };
  }

  /** Watches the connection of a server process. */
  watchProcess(processId: number): () => Promise<void> | undefined {
    const client = this.#connections.connectionOf(processId);
    return client === undefined ? () => undefined : this.watch(client);
  }

  /** Stops the timer after the request is answered. Statements that are still running are not cancelled. */
  stopTimer(): void {
    this.#isStopped = true;
    clearTimeout(this.#timer);
  }

  #cancel(use: ConnectionUse): void {
    const ended = new Promise<void>((resolve) => {
      use.settleEnded = resolve;
    });
    use.cancellation = this.#connections.cancel(use.client, ended);
  }
}
