import type { Customer as CustomerRow } from "../../database/generated/client.js";
import { Prisma } from "../../database/generated/client.js";
import { type Columns, columnOf } from "../../database/sql/sql.js";
import { deletedCondition } from "../../graphql/filters/comparison.js";
import { allOf, type Condition, simpleCondition } from "../../graphql/filters/condition.js";
import { foldedKey, type List, type SortKey, textKey, timeKey } from "../../graphql/pagination/list-definition.js";
import { searchCondition, specificSearchCondition } from "../../graphql/search/search.js";
import { customerFilterCondition } from "../filters/customer-filter.condition.js";
import type { CustomerListArgs, CustomersArgs } from "./customer.args.js";

export const customerColumns: Columns<CustomerRow> = {
  id: "id",
  email: "email",
  firstName: "first_name",
  lastName: "last_name",
  companyName: "company_name",
  phone: "phone",
  hasAccount: "has_account",
  metadata: "metadata",
  externalIds: "external_ids",
  createdBy: "created_by",
  version: "version",
  passwordVersion: "password_version",
  emailVerifiedAt: "email_verified_at",
  erasedAt: "erased_at",
  ordersClaimedBy: "orders_claimed_by",
  createdAt: "created_at",
  updatedAt: "updated_at",
  deletedAt: "deleted_at",
};

/** The name of the table in the statements of a list. Sort keys and conditions use it. */
const alias = "c";

/** The common part of all lists of customers. `id` is the column that sorts them by id. */
export const customerList = {
  name: "Customer",
  alias,
  columns: customerColumns,
  alwaysSelected: ["id", "deletedAt"],
  id: columnOf(alias, "id"),
  sortKeys: {
    EMAIL: textKey(columnOf(alias, "email")),
    FIRST_NAME: foldedKey(columnOf(alias, "first_name")),
    LAST_NAME: foldedKey(columnOf(alias, "last_name")),
    COMPANY_NAME: foldedKey(columnOf(alias, "company_name")),
    PHONE: foldedKey(columnOf(alias, "phone")),
    CREATED_AT: timeKey(columnOf(alias, "created_at")),
    UPDATED_AT: timeKey(columnOf(alias, "updated_at")),
    DELETED_AT: timeKey(columnOf(alias, "deleted_at"), true),
  } satisfies Record<string, SortKey>,
};

const searched = { column: columnOf(alias, "search_text"), hasPhoneDigits: true } as const;

/** The condition for `where` and `search` of a customer. */
export function customerCondition({ where, search }: CustomerListArgs): Condition {
  return allOf([customerFilterCondition(where, alias), simpleCondition(searchCondition(search, searched))], {
    name: "customer",
    alias,
  });
}

/** All customers. Without the argument `deleted`, deleted customers are left out. */
export const allCustomers: List<CustomersArgs> = {
  ...customerList,
  rows: (args) => ({
    from: Prisma.sql`customer c`,
    condition: deletedCondition(args.deleted, columnOf(alias, "deleted_at")),
    isCoveredByIndexes: !args.where && !args.search,
    filter: customerCondition(args),
    fewMatches: args.where ? undefined : specificSearchCondition(args.search, searched),
  }),
};
