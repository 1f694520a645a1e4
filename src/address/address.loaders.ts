import { type Caller, ownRecordOf } from "../auth/caller.js";
import { columnOf, idArray, selectList } from "../database/columns.js";
import { type Address as AddressRow, Prisma } from "../database/generated/client.js";
import type { Reader } from "../database/reader.js";
import { oneByKey } from "../loaders/align-keys.js";
import { batched } from "../loaders/batched.js";
import { rowById, selectById } from "../loaders/row-by-id.js";
import { nestedList } from "../pagination/list.js";
import type { Sql } from "../pagination/order.js";
import type { AddressListArgs } from "./address.args.js";
import { addressColumns, addressesOfCustomer } from "./address.list.js";

const selectAddresses = selectById("customer_address a", addressesOfCustomer);
const columns = selectList("a", addressColumns);

/** What reads addresses in batches. */
export function createAddressLoaders(reader: Reader, caller: Caller | null) {
  const ownerId = ownRecordOf(caller);
  return {
    /**
     * Live addresses of live customers by id; null for any other id, and for other customers' addresses when the caller is
     * one. A customer's deletion deletes its addresses.
     */
    addressById: rowById<AddressRow>(
      reader,
      selectAddresses,
      Prisma.sql`a.deleted_at IS NULL AND ${ownerId === null ? Prisma.sql`true` : Prisma.sql`a.customer_id = ${ownerId}`}`,
    ),
    addressesOfCustomer: nestedList<AddressListArgs, AddressRow>(reader, addressesOfCustomer),
    /** By customer id. */
    defaultShippingAddress: defaultAddress(reader, columnOf("a", "is_default_shipping")),
    /** By customer id. */
    defaultBillingAddress: defaultAddress(reader, columnOf("a", "is_default_billing")),
  };
}

function defaultAddress(reader: Reader, isDefault: Sql) {
  return batched<string, AddressRow | null>(async (customerIds) => {
    const rows = await reader.read<AddressRow>(
      Prisma.sql`SELECT ${columns} FROM customer_address a
        WHERE a.customer_id = ANY (${idArray(customerIds)}) AND ${isDefault} AND (a.deleted_at IS NULL OR a.deleted_with_customer)`,
      { isPlannedOnce: true },
    );
    return oneByKey(customerIds, rows, ({ customerId }) => customerId);
  });
}
