import { type Address as AddressRow, Prisma } from "../../database/generated/client.js";
import { type Columns, columnOf, type Sql } from "../../database/sql/sql.js";
import { simpleCondition } from "../../graphql/filters/condition.js";
import { foldedKey, type List, textKey, timeKey } from "../../graphql/pagination/list-definition.js";
import { searchCondition, specificSearchCondition } from "../../graphql/search/search.js";
import { addressFilterCondition } from "../filters/address-filter.condition.js";
import type { AddressListArgs } from "./address.args.js";

export const addressColumns: Columns<AddressRow> = {
  id: "id",
  customerId: "customer_id",
  addressName: "address_name",
  isDefaultShipping: "is_default_shipping",
  isDefaultBilling: "is_default_billing",
  company: "company",
  firstName: "first_name",
  lastName: "last_name",
  address1: "address_1",
  address2: "address_2",
  city: "city",
  province: "province",
  postalCode: "postal_code",
  countryCode: "country_code",
  phone: "phone",
  metadata: "metadata",
  version: "version",
  deletedWithCustomer: "deleted_with_customer",
  createdAt: "created_at",
  updatedAt: "updated_at",
  deletedAt: "deleted_at",
};

/** The common part of all lists of addresses. */
const addressList = {
  name: "Address",
  alias: "a",
  columns: addressColumns,
  alwaysSelected: ["id", "customerId", "countryCode"],
  id: columnOf("a", "id"),
  sortKeys: {
    CITY: foldedKey(columnOf("a", "city")),
    COUNTRY_CODE: textKey(columnOf("a", "country_code")),
    POSTAL_CODE: foldedKey(columnOf("a", "postal_code")),
    CREATED_AT: timeKey(columnOf("a", "created_at")),
    UPDATED_AT: timeKey(columnOf("a", "updated_at")),
  },
};

const searched = { column: columnOf("a", "search_text") };

/** The SQL condition for `where` and `search` of an address. */
function addressCondition({ where, search }: AddressListArgs): Sql {
  return Prisma.sql`${addressFilterCondition(where, "a").sql(true)} AND ${searchCondition(search, searched)}`;
}

/** All addresses that are not deleted. Deleting a customer deletes its addresses. */
export const allAddresses: List<AddressListArgs> = {
  ...addressList,
  rows: (args) => ({
    from: Prisma.sql`customer_address a`,
    condition: Prisma.sql`a.deleted_at IS NULL`,
    isCoveredByIndexes: !args.where && !args.search,
    filter: simpleCondition(addressCondition(args)),
    fewMatches: args.where ? undefined : specificSearchCondition(args.search, searched),
  }),
};

/** The addresses of a customer. For a deleted customer, the addresses that were deleted together with it. */
export const addressesOfCustomer: List<AddressListArgs> = {
  ...addressList,
  keepsRowsOfDeletedParent: true,
  rows: (args) => ({
    from: Prisma.sql`customer_address a`,
    condition: Prisma.sql`a.customer_id = parent.id AND (a.deleted_at IS NULL OR a.deleted_with_customer)
      AND ${addressCondition(args)}`,
  }),
};
