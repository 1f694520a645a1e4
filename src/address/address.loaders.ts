import DataLoader from "dataloader";
import { type Caller, ownRecordOf } from "../auth/caller.js";
import { columnOf, selectList } from "../database/columns.js";
import type { Address as AddressRow, PrismaClient } from "../database/generated/client.js";
import { oneByKey } from "../loaders/align-keys.js";
import { storableOnly } from "../node/ids.js";
import { nestedList } from "../pagination/list.js";
import type { Sql } from "../pagination/order.js";
import type { AddressListArgs } from "./address.args.js";
import { addressColumns, addressesOfCustomer } from "./address.list.js";

/** What reads addresses in batches. */
export function createAddressLoaders(db: PrismaClient, caller: Caller | null) {
  const ownerId = ownRecordOf(caller);
  return {
    /**
     * Live addresses of live customers by id; null for any other id, and for other customers' addresses when the caller is
     * one. A customer's deletion deletes its addresses.
     */
    addressById: new DataLoader<string, AddressRow | null>(async (ids) => {
      const owned = ownerId === null ? {} : { customerId: ownerId };
      const rows = await db.address.findMany({ where: { id: { in: storableOnly(ids) }, deletedAt: null, ...owned } });
      return oneByKey(ids, rows, ({ id }) => id);
    }),
    addressesOfCustomer: nestedList<AddressListArgs, AddressRow>(db, addressesOfCustomer),
    /** By customer id. */
    defaultShippingAddress: defaultAddress(db, columnOf("a", "is_default_shipping")),
    /** By customer id. */
    defaultBillingAddress: defaultAddress(db, columnOf("a", "is_default_billing")),
  };
}

function defaultAddress(db: PrismaClient, isDefault: Sql) {
  return new DataLoader<string, AddressRow | null>(async (customerIds) => {
    const rows = await db.$queryRaw<AddressRow[]>`
      SELECT ${selectList("a", addressColumns)} FROM customer_address a
      WHERE a.customer_id = ANY (${customerIds}::text[]) AND ${isDefault} AND (a.deleted_at IS NULL OR a.deleted_with_customer)`;
    return oneByKey(customerIds, rows, ({ customerId }) => customerId);
  });
}
