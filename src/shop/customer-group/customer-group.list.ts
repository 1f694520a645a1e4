import { type CustomerGroup as CustomerGroupRow, Prisma } from "../../database/generated/client.js";
import { type Columns, columnOf, type Sql } from "../../database/sql/sql.js";
import { deletedCondition } from "../../graphql/filters/comparison.js";
import { allOf, type Condition, simpleCondition } from "../../graphql/filters/condition.js";
import { foldedKey, type List, timeKey } from "../../graphql/pagination/list-definition.js";
import { searchCondition } from "../../graphql/search/search.js";
import type { CustomerListArgs } from "../customer/customer.args.js";
import { customerCondition, customerList } from "../customer/customer.list.js";
import { customerGroupFilterCondition } from "../filters/customer-filter.condition.js";
import type { CustomerGroupListArgs, CustomerGroupsArgs } from "./customer-group.args.js";

export const customerGroupColumns: Columns<CustomerGroupRow> = {
  id: "id",
  name: "name",
  metadata: "metadata",
  externalIds: "external_ids",
  createdBy: "created_by",
  version: "version",
  createdAt: "created_at",
  updatedAt: "updated_at",
  deletedAt: "deleted_at",
};

/** The common part of all lists of groups. */
export const customerGroupList = {
  name: "CustomerGroup",
  alias: "g",
  columns: customerGroupColumns,
  alwaysSelected: ["id", "deletedAt"],
  id: columnOf("g", "id"),
  sortKeys: {
    NAME: foldedKey(columnOf("g", "name"), false),
    CREATED_AT: timeKey(columnOf("g", "created_at")),
    UPDATED_AT: timeKey(columnOf("g", "updated_at")),
  },
};

/** The condition for `where` and `search` of a group. */
export function customerGroupCondition({ where, search }: CustomerGroupListArgs): Condition {
  const searched = searchCondition(search, { column: columnOf("g", "search_text") });
  return allOf([customerGroupFilterCondition(where, "g"), simpleCondition(searched)], {
    name: "customer_group",
    alias: "g",
  });
}

/** All customer groups. Without the argument `deleted`, deleted groups are left out. */
export const allCustomerGroups: List<CustomerGroupsArgs> = {
  ...customerGroupList,
  rows: (args) => ({
    from: Prisma.sql`customer_group g`,
    condition: deletedCondition(args.deleted, columnOf("g", "deleted_at")),
    filter: customerGroupCondition(args),
  }),
};

/*
 * Both lists are sorted by a column of the membership, which equals the id. So the index on memberships returns the rows in
 * order, and a page of a large group reads only the rows of that page.
 */

/** The groups of a customer that are not deleted. */
export const groupsOfCustomer: List<CustomerGroupListArgs> = {
  ...customerGroupList,
  id: columnOf("m", "group_id"),
  rows: (args) => ({
    from: Prisma.sql`customer_group_member m JOIN customer_group g ON g.id = m.group_id`,
    ...(isUnfiltered(args) && { walk: joinByMembership("customer_group g", "m.group_id") }),
    condition: Prisma.sql`m.customer_id = parent.id AND g.deleted_at IS NULL`,
    filter: customerGroupCondition(args),
  }),
};

/** The customers in a group who are not deleted. */
export const customersOfGroup: List<CustomerListArgs> = {
  ...customerList,
  id: columnOf("m", "customer_id"),
  rows: (args) => ({
    from: Prisma.sql`customer_group_member m JOIN customer c ON c.id = m.customer_id`,
    ...(isUnfiltered(args) && { walk: joinByMembership("customer c", "m.customer_id") }),
    condition: Prisma.sql`m.group_id = parent.id AND c.deleted_at IS NULL`,
    filter: customerCondition(args),
  }),
};

function isUnfiltered({ where, search }: CustomerGroupListArgs | CustomerListArgs): boolean {
  return !where && !search;
}

/** Joins a table row by row. PostgreSQL might read the whole table for one page otherwise; OFFSET 0 prevents that. */
function joinByMembership(table: "customer c" | "customer_group g", reference: "m.customer_id" | "m.group_id"): Sql {
  const [name = "", alias = ""] = table.split(" ");
  return Prisma.raw(
    `customer_group_member m CROSS JOIN LATERAL (SELECT * FROM ${name} WHERE id = ${reference} OFFSET 0) AS ${alias}`,
  );
}
