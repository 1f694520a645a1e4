import type { Pool } from "pg";
import { findInvalidTokens, type SubscriberToken } from "../../access/session/invalid-tokens.js";
import type { Database } from "../../database/database.js";
import { isDatabaseUnavailable } from "../../database/errors/errors.js";
import { listenFor, type Notifications } from "../../database/notifications.js";
import type { ChangeFilter } from "./change.args.js";
import type { ReadableChange } from "./change.type.js";
import { matchesFilter } from "./change-match.js";
import { type ChangePosition, currentSnapshot, readChangesAfter } from "./change-position.js";
import { ChangeQueue } from "./change-queue.js";

/** A subscriber of the changes. */
export interface Subscriber {
  readonly where: ChangeFilter | null | undefined;
  /** A token that this server has issued. Undefined for other credentials. */
  readonly token: SubscriberToken | undefined;
  /**
   * Throws if the subscriber may no longer read changes. Called after changes are read and before they are delivered, when the
   * token has expired or its session has ended, and every ten seconds.
   */
  checkAccess(): Promise<void>;
}

// Polling finds changes without a notification: it may be lost with its connection, and the embedded database sends none.
const pollIntervalMs = { server: 1_000, embedded: 200 };
const accessCheckIntervalMs = 10_000;

/**
 * Delivers the changes of all instances to the subscribers of this instance: each change once, and the changes of one
 * subject in the order of their commits. Changes are read from the history table; a notification only starts a read.
 */
export class ChangeFeed {
  readonly #pool: Pool;
  readonly #kind: Database["kind"];
  readonly #onError: (error: unknown) => void;
  readonly #queueTimeoutMs: number;
  readonly #subscribers = new Map<ChangeQueue, Subscriber>();
  /** The position after the last delivered change. */
  #position: ChangePosition | undefined;
  /** The last poll of the queue. Polls run one after the other. */
  #polls = Promise.resolve();
  #isPollScheduled = false;
  #timer: NodeJS.Timeout | undefined;
  #accessCheckedAt = 0;
  #notifications: Notifications | undefined;

  /**
   * @param onError is called when a read fails. The next poll tries again.
   * @param queueTimeoutMs the time that a subscriber with a full queue may delay the others.
   */
  constructor(
    { pool, kind }: Pick<Database, "pool" | "kind">,
    onError: (error: unknown) => void,
    queueTimeoutMs = 10_000,
  ) {
    this.#pool = pool;
    this.#kind = kind;
    this.#onError = onError;
    this.#queueTimeoutMs = queueTimeoutMs;
  }

  /**
   * Subscribes to all changes that are committed from now on.
   * @throws when the database cannot be read.
   */
  async subscribe(subscriber: Subscriber): Promise<ChangeQueue> {
    const queue = new ChangeQueue(() => this.#unsubscribe(queue), this.#queueTimeoutMs);
    const subscribed = this.#polls.then(async () => {
      // Earlier changes are only for the existing subscribers.
      if (this.#subscribers.size === 0) this.#position = { since: await currentSnapshot(this.#pool) };
      else await this.#deliverNew();
      this.#subscribers.set(queue, subscriber);
      this.#start();
    });
    this.#polls = subscribed.catch(() => {});
    await subscribed;
    return queue;
  }

  /** Ends all subscriptions. */
  async close(): Promise<void> {
    for (const queue of this.#subscribers.keys()) queue.end();
    await this.#polls;
  }

  #start(): void {
    this.#timer ??= setInterval(() => this.#schedulePoll(), pollIntervalMs[this.#kind]).unref();
    if (this.#kind === "embedded") return;
    this.#notifications ??= listenFor(this.#pool, "change", {
      onNotification: () => this.#schedulePoll(),
      onError: this.#onError,
    });
  }

  #unsubscribe(queue: ChangeQueue): void {
    this.#subscribers.delete(queue);
    if (this.#subscribers.size > 0) return;
    clearInterval(this.#timer);
    this.#timer = undefined;
    this.#notifications?.stop();
    this.#notifications = undefined;
  }

  /** Starts a poll after the running one. Further calls before its start have no effect. */
  #schedulePoll(): void {
    if (this.#isPollScheduled) return;
    this.#isPollScheduled = true;
    this.#polls = this.#polls.then(async () => {
      this.#isPollScheduled = false;
      try {
        await this.#deliverNew();
      } catch (error) {
        this.#onError(error);
      }
    });
  }

  async #deliverNew(): Promise<void> {
    while (this.#subscribers.size > 0 && this.#position !== undefined) {
      const { changes, position } = await readChangesAfter(this.#pool, this.#position);
      await this.#deliver(changes);
      this.#position = position;
      if (position.until === undefined) return;
    }
  }

  async #deliver(changes: readonly ReadableChange[]): Promise<void> {
    const checksAll = changes.length > 0 || Date.now() - this.#accessCheckedAt >= accessCheckIntervalMs;
    if (checksAll) this.#accessCheckedAt = Date.now();
    // All access checks run before anything is delivered. If one fails because of the database, the same changes are read
    // again.
    const subscribers = checksAll ? [...this.#subscribers] : await this.#withInvalidTokens();
    const accessErrors = await Promise.all(subscribers.map(([, { checkAccess }]) => accessErrorOf(checkAccess)));
    await Promise.all(
      subscribers.map(async ([queue, { where }], index) => {
        const accessError = accessErrors[index];
        if (accessError !== undefined) return queue.fail(accessError.error);
        await queue.push(changes.filter((change) => matchesFilter(change, where)));
      }),
    );
  }

  /** The subscribers whose token has expired or whose session has ended. The end of a session writes no change. */
  async #withInvalidTokens(): Promise<[ChangeQueue, Subscriber][]> {
    const subscribers = [...this.#subscribers].map(([queue, subscriber]) => ({
      queue,
      subscriber,
      token: subscriber.token,
    }));
    const found = await findInvalidTokens(this.#pool, subscribers);
    return found.map(({ queue, subscriber }) => [queue, subscriber]);
  }
}

async function accessErrorOf(checkAccess: () => Promise<void>): Promise<{ error: unknown } | undefined> {
  try {
    await checkAccess();
    return undefined;
  } catch (error) {
    if (isDatabaseUnavailable(error)) throw error;
    return { error };
  }
}
