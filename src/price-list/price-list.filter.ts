import { customerGroupFilterCondition } from "../customer-group/customer-group.filter.js";
import { columnOf } from "../database/columns.js";
import { Prisma } from "../database/generated/client.js";
import { dateTimeCondition, idCondition, textCondition } from "../filters/comparison.js";
import { filterCondition, type Meanings, relationCondition } from "../filters/filter.js";
import type { Sql } from "../pagination/order.js";
import type { PriceListFilter } from "./price-list-filter.input.js";

/** A filter as a condition on the table `price_list` under the name `alias`. */
export function priceListFilterCondition(filter: PriceListFilter | null | undefined, alias: string): Sql {
  return filterCondition(filter, meanings(alias));
}

function meanings(alias: string): Meanings<PriceListFilter> {
  const column = (name: string) => columnOf(alias, name);
  const group = `${alias}_g`;
  return {
    id: (condition) => idCondition(column("id"), condition),
    title: (condition) => textCondition(column("title"), condition),
    type: (type) => Prisma.sql`${column("type")} = ${type}`,
    status: (status) => Prisma.sql`${column("status")} = ${status}`,
    startsAt: (condition) => dateTimeCondition(column("starts_at"), condition),
    endsAt: (condition) => dateTimeCondition(column("ends_at"), condition),
    createdAt: (condition) => dateTimeCondition(column("created_at"), condition),
    updatedAt: (condition) => dateTimeCondition(column("updated_at"), condition),
    customerGroups: (condition) =>
      relationCondition(
        condition,
        Prisma.raw(
          `customer_group ${group} WHERE ${group}.id = ANY (${alias}.customer_group_ids) AND ${group}.deleted_at IS NULL`,
        ),
        (filter) => customerGroupFilterCondition(filter, group),
      ),
  };
}
