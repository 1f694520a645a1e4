import type { Pool } from "pg";
import type { Database } from "../../database/database.js";
import { isDatabaseUnavailable } from "../../database/errors/errors.js";
import { listenFor, type Notifications } from "../../database/notifications.js";
import type { ChangeFilter } from "./change.args.js";
import type { ReadableChange } from "./change.type.js";
import { matchesFilter } from "./change-match.js";
import { ChangeQueue } from "./change-queue.js";
import { currentSnapshot, type NewChanges, readNewChanges } from "./new-changes.js";

/** Who follows the changes. */
export interface Follower {
  readonly where: ChangeFilter | null | undefined;
  /** Throws when the follower may no longer read changes: asked after some were read and before they are handed over. */
  checkAccess(): Promise<void>;
}

// Without a notification: one may be lost together with its connection, and the embedded database has none.
const lookEveryMs = { server: 1_000, embedded: 200 };
const checkIdleEveryMs = 10_000;

/**
 * Delivers what is committed, on whichever instance, to the followers on this one: each change once, those of one subject
 * in the order of their commits. The history table is the truth; a notification only says that it is worth looking.
 */
export class ChangeFeed {
  readonly #pool: Pool;
  readonly #kind: Database["kind"];
  readonly #onError: (error: unknown) => void;
  readonly #waitForRoomMs: number;
  readonly #followers = new Map<ChangeQueue, Follower>();
  /** What was looked at last, and how far it was handed over. */
  #seen: NewChanges | undefined;
  /** One look after the other. */
  #looks = Promise.resolve();
  #isLookAwaited = false;
  #timer: NodeJS.Timeout | undefined;
  #checkedAt = 0;
  #notifications: Notifications | undefined;

  /**
   * @param onError is told when the database cannot be asked; the next look tries again.
   * @param waitForRoomMs is how long a follower who does not keep up may hold up the others.
   */
  constructor(
    { pool, kind }: Pick<Database, "pool" | "kind">,
    onError: (error: unknown) => void,
    waitForRoomMs = 10_000,
  ) {
    this.#pool = pool;
    this.#kind = kind;
    this.#onError = onError;
    this.#waitForRoomMs = waitForRoomMs;
  }

  /**
   * The changes committed from now on.
   * @throws when the database cannot be asked.
   */
  async follow(follower: Follower): Promise<ChangeQueue> {
    const queue = new ChangeQueue(() => this.#unfollow(queue), this.#waitForRoomMs);
    const joined = this.#looks.then(async () => {
      // What was committed until now is for the others.
      if (this.#followers.size === 0) this.#seen = { since: await currentSnapshot(this.#pool) };
      else await this.#deliverNew();
      this.#followers.set(queue, follower);
      this.#start();
    });
    this.#looks = joined.catch(() => {});
    await joined;
    return queue;
  }

  /** Ends all followers. */
  async close(): Promise<void> {
    for (const queue of this.#followers.keys()) queue.end();
    await this.#looks;
  }

  #start(): void {
    this.#timer ??= setInterval(() => this.#look(), lookEveryMs[this.#kind]).unref();
    if (this.#kind === "embedded") return;
    this.#notifications ??= listenFor(this.#pool, "change", () => this.#look(), this.#onError);
  }

  #unfollow(queue: ChangeQueue): void {
    this.#followers.delete(queue);
    if (this.#followers.size > 0) return;
    clearInterval(this.#timer);
    this.#timer = undefined;
    this.#notifications?.stop();
    this.#notifications = undefined;
  }

  /** Looks for changes as soon as nobody else does; asking again before that is the same question. */
  #look(): void {
    if (this.#isLookAwaited) return;
    this.#isLookAwaited = true;
    this.#looks = this.#looks.then(async () => {
      this.#isLookAwaited = false;
      try {
        await this.#deliverNew();
      } catch (error) {
        this.#onError(error);
      }
    });
  }

  async #deliverNew(): Promise<void> {
    while (this.#followers.size > 0 && this.#seen !== undefined) {
      const { changes, seen } = await readNewChanges(this.#pool, this.#seen);
      await this.#deliver(changes);
      this.#seen = seen;
      if (seen.until === undefined) return;
    }
  }

  async #deliver(changes: readonly ReadableChange[]): Promise<void> {
    if (changes.length === 0 && Date.now() - this.#checkedAt < checkIdleEveryMs) return;
    this.#checkedAt = Date.now();
    // All are asked before anything is handed over: when the database cannot say, the same changes are read again.
    const followers = [...this.#followers];
    const refusals = await Promise.all(followers.map(([, { checkAccess }]) => refusalOf(checkAccess)));
    await Promise.all(
      followers.map(async ([queue, { where }], index) => {
        const refusal = refusals[index];
        if (refusal !== undefined) return queue.fail(refusal.error);
        await queue.push(changes.filter((change) => matchesFilter(change, where)));
      }),
    );
  }
}

async function refusalOf(checkAccess: () => Promise<void>): Promise<{ error: unknown } | undefined> {
  try {
    await checkAccess();
    return undefined;
  } catch (error) {
    if (isDatabaseUnavailable(error)) throw error;
    return { error };
  }
}
