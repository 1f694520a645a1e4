import { createAddressLoaders } from "./address/address.loaders.js";
import { createApiKeyLoaders } from "./api-key/api-key.loaders.js";
import type { Caller } from "./auth/caller.js";
import { type Authentication, findCaller } from "./auth/find-caller.js";
import { createCustomerLoaders } from "./customer/customer.loaders.js";
import { createCustomerGroupLoaders } from "./customer-group/customer-group.loaders.js";
import type { PrismaClient } from "./database/generated/client.js";
import type { ChangeFilter } from "./history/change.args.js";
import { createChangeLoaders } from "./history/change.loaders.js";
import type { ReadableChange } from "./history/change.type.js";
import { createOrderLoaders } from "./order/order.loaders.js";
import { createPriceListLoaders } from "./price-list/price-list.loaders.js";
import { createUserLoaders } from "./user/user.loaders.js";

/** What a request brings along, and what answers it. */
export interface RequestContext {
  readonly db: PrismaClient;
  readonly authentication: Authentication;
  /** The header `Authorization`. */
  readonly authorization: string | undefined;
  /** The IP address of whoever sent the request. */
  readonly clientAddress: string;
  readonly requestId: string;
}

/** What each operation gets: made for one request and gone with it. */
export interface Context extends RequestContext {
  /** Null until it is found out, and in operations that are open to everybody. */
  readonly caller: Caller | null;
  /** Everything that reads in batches. Belongs to this request alone and never outlives a write. */
  readonly loaders: Loaders;
  /** Who the request says it comes from. */
  findCaller(): Promise<Caller | null>;
  /** From here on everything is read as this caller. */
  setCaller(caller: Caller): void;
  /** Forgets what was read, after a write. */
  resetLoaders(): void;
}

/** What a subscription gets: made for one subscription and gone with it. */
export interface SubscriptionContext extends Context {
  /** The changes committed from now on that match, as long as the caller may read them. */
  followChanges(where: ChangeFilter | null | undefined): Promise<AsyncIterableIterator<ReadableChange>>;
  /** Forgets what was read for changes of another moment; those of one bulk write share theirs. */
  turnTo(change: ReadableChange): void;
}

export type Loaders = ReturnType<typeof createLoaders>;

/** A fresh set of loaders, with nothing read. */
function createLoaders(db: PrismaClient, caller: Caller | null) {
  return {
    ...createCustomerLoaders(db, caller),
    ...createAddressLoaders(db, caller),
    ...createCustomerGroupLoaders(db),
    ...createPriceListLoaders(db),
    ...createOrderLoaders(db, caller),
    ...createUserLoaders(db),
    ...createApiKeyLoaders(db),
    ...createChangeLoaders(db),
  };
}

/** The context of one request. */
export function createContext(request: RequestContext): Context {
  const { db, authentication, authorization, requestId } = request;
  return {
    ...request,
    caller: null,
    loaders: createLoaders(db, null),
    findCaller: async () => {
      const caller = await findCaller(db, authentication, authorization);
      return caller && { ...caller, requestId };
    },
    // Apollo gives resolvers a copy of what is made here: `this` is theirs.
    setCaller(this: { caller: Caller | null; loaders: Loaders }, caller) {
      this.caller = caller;
      this.loaders = createLoaders(db, caller);
    },
    resetLoaders(this: { caller: Caller | null; loaders: Loaders }) {
      this.loaders = createLoaders(db, this.caller);
    },
  };
}
