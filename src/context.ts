import { createAddressLoaders } from "./address/address.loaders.js";
import type { Caller } from "./auth/caller.js";
import { createCustomerLoaders } from "./customer/customer.loaders.js";
import { createCustomerGroupLoaders } from "./customer-group/customer-group.loaders.js";
import type { PrismaClient } from "./database/generated/client.js";

/** What each operation gets: made for one request and gone with it. */
export interface Context {
  readonly db: PrismaClient;
  /** Null where nobody is named; such a request gets no further than introspection. */
  readonly caller: Caller | null;
  readonly requestId: string;
  /** Everything that reads in batches. Belongs to this request alone and never outlives a write. */
  readonly loaders: Loaders;
  /** Forgets what was read, after a write. */
  resetLoaders(): void;
}

export type Loaders = ReturnType<typeof createLoaders>;

/** A fresh set of loaders, with nothing read. */
function createLoaders(db: PrismaClient) {
  return { ...createCustomerLoaders(db), ...createAddressLoaders(db), ...createCustomerGroupLoaders(db) };
}

/** The context of one request. */
export function createContext(given: { db: PrismaClient; caller: Caller | null; requestId: string }): Context {
  return {
    ...given,
    loaders: createLoaders(given.db),
    // Apollo gives resolvers a copy of what is made here: `this` is theirs.
    resetLoaders(this: { loaders: Loaders }) {
      this.loaders = createLoaders(given.db);
    },
  };
}
