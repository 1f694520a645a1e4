import { createApiKeyLoaders } from "../access/api-key/api-key.loaders.js";
import type { Caller } from "../access/auth/caller.js";
import { createUserLoaders } from "../access/user/user.loaders.js";
import type { Reader } from "../database/reader.js";
import { createAddressLoaders } from "./address/address.loaders.js";
import { createCustomerLoaders } from "./customer/customer.loaders.js";
import { createCustomerGroupLoaders } from "./customer-group/customer-group.loaders.js";
import { createChangeLoaders } from "./history/change.loaders.js";
import { createOrderLoaders } from "./order/order.loaders.js";
import { createPriceListLoaders } from "./price-list/price-list.loaders.js";

/**
 * Everything that reads in batches, with nothing read. What a request does not use is not made for it: making all of it takes
 * longer than many a query.
 */
export class Loaders {
  readonly #reader: Reader;
  readonly #caller: Caller | null;
  #addresses: ReturnType<typeof createAddressLoaders> | undefined;
  #apiKeys: ReturnType<typeof createApiKeyLoaders> | undefined;
  #changes: ReturnType<typeof createChangeLoaders> | undefined;
  #customerGroups: ReturnType<typeof createCustomerGroupLoaders> | undefined;
  #customers: ReturnType<typeof createCustomerLoaders> | undefined;
  #orders: ReturnType<typeof createOrderLoaders> | undefined;
  #priceLists: ReturnType<typeof createPriceListLoaders> | undefined;
  #users: ReturnType<typeof createUserLoaders> | undefined;

  constructor(reader: Reader, caller: Caller | null) {
    this.#reader = reader;
    this.#caller = caller;
  }

  get addresses() {
    this.#addresses ??= createAddressLoaders(this.#reader, this.#caller);
    return this.#addresses;
  }

  get apiKeys() {
    this.#apiKeys ??= createApiKeyLoaders(this.#reader);
    return this.#apiKeys;
  }

  get changes() {
    this.#changes ??= createChangeLoaders(this.#reader);
    return this.#changes;
  }

  get customerGroups() {
    this.#customerGroups ??= createCustomerGroupLoaders(this.#reader);
    return this.#customerGroups;
  }

  get customers() {
    this.#customers ??= createCustomerLoaders(this.#reader, this.#caller);
    return this.#customers;
  }

  get orders() {
    this.#orders ??= createOrderLoaders(this.#reader, this.#caller);
    return this.#orders;
  }

  get priceLists() {
    this.#priceLists ??= createPriceListLoaders(this.#reader);
    return this.#priceLists;
  }

  get users() {
    this.#users ??= createUserLoaders(this.#reader);
    return this.#users;
  }
}
