import { Prisma } from "../../database/generated/client.js";
import { columnOf } from "../../database/sql/sql.js";
import { dateTimeCondition, idCondition, textCondition } from "../../graphql/filters/comparison.js";
import {
  type Condition,
  type FilterConditions,
  filterCondition,
  relationCondition,
} from "../../graphql/filters/condition.js";
import { customerGroupFilterCondition } from "../filters/customer-filter.condition.js";
import type { PriceListFilter } from "./price-list-filter.input.js";

/** Converts a filter to an SQL condition on the table `price_list`, which has the name `alias` in the statement. */
export function priceListFilterCondition(filter: PriceListFilter | null | undefined, alias: string): Condition {
  return filterCondition(filter, fieldConditions(alias), { name: "price_list", alias });
}

function fieldConditions(alias: string): FilterConditions<PriceListFilter> {
  const column = (name: string) => columnOf(alias, name);
  const [owner, group] = [`${alias}_p`, `${alias}_g`];
  return {
    id: (condition) => idCondition(column("id"), condition),
    title: (condition) =>
      textCondition(column("title"), condition, { searchText: column("search_text"), hasFoldedIndex: true }),
    type: (type) => Prisma.sql`${column("type")} = ${type}`,
    status: (status) => Prisma.sql`${column("status")} = ${status}`,
    startsAt: (condition) => dateTimeCondition(column("starts_at"), condition),
    endsAt: (condition) => dateTimeCondition(column("ends_at"), condition),
    createdAt: (condition) => dateTimeCondition(column("created_at"), condition),
    updatedAt: (condition) => dateTimeCondition(column("updated_at"), condition),
    customerGroups: (condition) =>
      relationCondition(
        condition,
        {
          ownerId: columnOf(owner, "id"),
          rows: Prisma.raw(
            `price_list ${owner} JOIN customer_group ${group} ON ${group}.id = ANY (${owner}.customer_group_ids)
             WHERE ${group}.deleted_at IS NULL`,
          ),
          isSmall: true,
        },
        { name: "price_list", alias },
        (filter) => customerGroupFilterCondition(filter, group),
      ),
  };
}
