import type { Caller } from "../../access/auth/caller.js";
import { Prisma } from "../../database/generated/client.js";
import { type Columns, columnOf, type Sql } from "../../database/sql/sql.js";
import { dateTimeCondition, deletedCondition } from "../../graphql/filters/comparison.js";
import { allOf, type Condition, simpleCondition } from "../../graphql/filters/condition.js";
import { foldedKey, type List, timeKey } from "../../graphql/pagination/list-definition.js";
import { searchCondition } from "../../graphql/search/search.js";
import type { CustomerGroupListArgs } from "../customer-group/customer-group.args.js";
import { customerGroupCondition, customerGroupList } from "../customer-group/customer-group.list.js";
import type { CustomerPriceListsArgs, PriceListListArgs, PriceListsArgs } from "./price-list.args.js";
import type { PriceListRow } from "./price-list.type.js";
import { priceListFilterCondition } from "./price-list-filter.condition.js";

export const priceListColumns: Columns<PriceListRow> = {
  id: "id",
  title: "title",
  description: "description",
  type: "type",
  status: "status",
  startsAt: "starts_at",
  endsAt: "ends_at",
  metadata: "metadata",
  customerGroupIds: "customer_group_ids",
  version: "version",
  createdAt: "created_at",
  updatedAt: "updated_at",
  deletedAt: "deleted_at",
};

/** The common part of all lists of price lists. */
export const priceListList = {
  name: "PriceList",
  alias: "p",
  columns: priceListColumns,
  alwaysSelected: ["id", "deletedAt"],
  id: columnOf("p", "id"),
  sortKeys: {
    TITLE: foldedKey(columnOf("p", "title"), false),
    STARTS_AT: timeKey(columnOf("p", "starts_at"), true),
    ENDS_AT: timeKey(columnOf("p", "ends_at"), true),
    CREATED_AT: timeKey(columnOf("p", "created_at")),
    UPDATED_AT: timeKey(columnOf("p", "updated_at")),
  },
};

/** The condition for `where` and `search` of a price list. */
type PriceListCondition = (args: PriceListListArgs) => Condition;

/**
 * Lists of the same rows with different searches. The names of groups are only searched for callers who may read groups.
 */
interface SearchableLists<Args> {
  readonly byTitle: List<Args>;
  readonly byTitleAndGroups: List<Args>;
}

/** Returns the list whose search the caller may use. */
export function searchableBy<Args>(caller: Caller | null, lists: SearchableLists<Args>): List<Args> {
  return caller?.scopes.has("CUSTOMER_GROUPS_READ") ? lists.byTitleAndGroups : lists.byTitle;
}

function searchableLists<Args>(listWith: (condition: PriceListCondition) => List<Args>): SearchableLists<Args> {
  const column = columnOf("p", "search_text");
  const conditionWith = (searched: Parameters<typeof searchCondition>[1]) =>
    listWith(({ where, search }) =>
      allOf([priceListFilterCondition(where, "p"), simpleCondition(searchCondition(search, searched))], {
        name: "price_list",
        alias: "p",
      }),
    );
  return {
    byTitle: conditionWith({ column }),
    byTitleAndGroups: conditionWith({ column, related: hasGroupThat }),
  };
}

/**
 * The condition that the price list has a group with a name that contains a word. The groups do not depend on the price list,
 * so PostgreSQL reads them once, and finds the price lists through the index on their groups.
 */
function hasGroupThat(contains: (column: Sql) => Sql): Sql {
  return Prisma.sql`p.customer_group_ids && ARRAY(
    SELECT g.id FROM customer_group g WHERE g.deleted_at IS NULL AND ${contains(columnOf("g", "search_text"))})`;
}

/** All price lists. Without the argument `deleted`, deleted price lists are left out. */
export const allPriceLists = searchableLists<PriceListsArgs>((condition) => ({
  ...priceListList,
  rows: (args) => ({
    from: Prisma.sql`price_list p`,
    condition: deletedCondition(args.deleted, columnOf("p", "deleted_at")),
    filter: condition(args),
  }),
}));

/**
 * The price lists that apply to a customer at a time. A price list whose groups are all deleted applies to no customer: it
 * still has groups, so it is not for all customers.
 */
export const priceListsOfCustomer: List<CustomerPriceListsArgs> = {
  ...priceListList,
  dependsOnTime: true,
  rows: ({ at }) => {
    const moment = at ?? new Date();
    // The groups do not depend on the price list, so PostgreSQL reads them once per customer.
    return {
      from: Prisma.sql`price_list p`,
      condition: Prisma.sql`p.status = 'ACTIVE' AND p.deleted_at IS NULL
        AND (p.starts_at IS NULL OR ${dateTimeCondition(columnOf("p", "starts_at"), { lte: moment })})
        AND (p.ends_at IS NULL OR ${dateTimeCondition(columnOf("p", "ends_at"), { gt: moment })})
        AND (p.customer_group_ids = '{}' OR p.customer_group_ids && ARRAY(
          SELECT m.group_id FROM customer_group_member m JOIN customer_group g ON g.id = m.group_id
          WHERE m.customer_id = parent.id AND g.deleted_at IS NULL))`,
    };
  },
};

/** The price lists for a group that are not deleted. */
export const priceListsOfGroup = searchableLists<PriceListListArgs>((condition) => ({
  ...priceListList,
  rows: (args) => ({
    from: Prisma.sql`price_list p`,
    condition: Prisma.sql`p.customer_group_ids @> ARRAY[parent.id] AND p.deleted_at IS NULL`,
    filter: condition(args),
  }),
}));

/** The groups of a price list that are not deleted. A deleted price list keeps its groups and prices. */
export const groupsOfPriceList: List<CustomerGroupListArgs> = {
  ...customerGroupList,
  keepsRowsOfDeletedParent: true,
  rows: (args) => ({
    from: Prisma.sql`price_list p JOIN customer_group g ON g.id = ANY (p.customer_group_ids)`,
    condition: Prisma.sql`p.id = parent.id AND g.deleted_at IS NULL`,
    filter: customerGroupCondition(args),
  }),
};
