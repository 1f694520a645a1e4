import type { Context } from "../../access/context.js";
import type { ChangeFilter } from "./change.args.js";
import type { ReadableChange } from "./change.type.js";

/** What a subscription gets: made for one subscription and gone with it. */
export interface SubscriptionContext extends Context {
  /** The changes committed from now on that match, as long as the caller may read them. */
  subscribeToChanges(where: ChangeFilter | null | undefined): Promise<AsyncIterableIterator<ReadableChange>>;
  /** Forgets what was read for changes of another moment; those of one bulk write share theirs. */
  resetLoadersFor(change: ReadableChange): void;
}
