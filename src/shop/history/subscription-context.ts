import type { Context } from "../../access/context.js";
import type { ChangeFilter } from "./change.args.js";
import type { ReadableChange } from "./change.type.js";

/** The GraphQL context of a subscription. Each subscription gets its own. */
export interface SubscriptionContext extends Context {
  /** Subscribes to matching changes that are committed from now on, as long as the caller may read them. */
  subscribeToChanges(where: ChangeFilter | null | undefined): Promise<AsyncIterableIterator<ReadableChange>>;
  /**
   * Drops the cached rows before a change is sent, so that its subject is read after the change was committed. The changes of one
   * bulk write have the same time, and share only the cached names of actors.
   */
  resetLoadersFor(change: ReadableChange): void;
}
