import { type Caller, customerIdOf } from "../../access/auth/caller.js";
import type { Reader } from "../../database/fast-reads/reader.js";
import { type Address as AddressRow, Prisma } from "../../database/generated/client.js";
import {
  columnOf,
  idArray,
  placeholders,
  type Sql,
  type Statement,
  selectList,
  statementTemplate,
} from "../../database/sql/sql.js";
import type { WithTimestamps } from "../../database/sql/timestamp.js";
import { oneByKey } from "../../graphql/loaders/align-keys.js";
import { batchLoader } from "../../graphql/loaders/batch-loader.js";
import { rowById, rowByIdOfOwner } from "../../graphql/loaders/row-by-id.js";
import { nestedList } from "../../graphql/pagination/list.js";
import type { AddressListArgs } from "./address.args.js";
import { addressColumns, addressesOfCustomer } from "./address.list.js";

const table = "customer_address a";
const isLive = Prisma.sql`a.deleted_at IS NULL`;
const liveAddresses = rowById<AddressRow>(table, addressesOfCustomer, isLive);
const ownAddresses = rowByIdOfOwner<AddressRow>(table, addressesOfCustomer, columnOf("a", "customer_id"), isLive);
const columns = selectList("a", addressColumns);
const shippingStatement = selectDefault(columnOf("a", "is_default_shipping"));
const billingStatement = selectDefault(columnOf("a", "is_default_billing"));

interface Owners {
  readonly customerIds: readonly string[];
}

type SelectDefault = (owners: Owners) => Statement;

/** Creates the loaders that read addresses in batches. */
export function createAddressLoaders(reader: Reader, caller: Caller | null) {
  const ownId = customerIdOf(caller);
  return {
    /**
     * Addresses by id. Null for an unknown id and a deleted address (deleting a customer deletes its addresses), and, if the
     * caller is a customer, for addresses of other customers.
     */
    byId: ownId === null ? liveAddresses(reader) : ownAddresses(reader, ownId),
    ofCustomer: nestedList<AddressListArgs, AddressRow>(reader, addressesOfCustomer),
    /** By customer id. */
    defaultShipping: defaultAddress(reader, shippingStatement),
    /** By customer id. */
    defaultBilling: defaultAddress(reader, billingStatement),
  };
}

function selectDefault(isDefault: Sql): SelectDefault {
  return statementTemplate<Owners>(
    Prisma.sql`SELECT ${columns} FROM customer_address a
      WHERE a.customer_id = ANY (${idArray(placeholders<Owners>()("customerIds"))}) AND ${isDefault} AND (a.deleted_at IS NULL OR a.deleted_with_customer)`,
  );
}

function defaultAddress(reader: Reader, statement: SelectDefault) {
  return batchLoader<string, WithTimestamps<AddressRow> | null>(async (customerIds) => {
    const rows = await reader.read<WithTimestamps<AddressRow>>(statement({ customerIds }), { keepPrepared: true });
    return oneByKey(customerIds, rows, ({ customerId }) => customerId);
  });
}
