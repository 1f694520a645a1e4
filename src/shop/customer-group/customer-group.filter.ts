import { columnOf } from "../../database/columns.js";
import { Prisma } from "../../database/generated/client.js";
import { dateTimeCondition, idCondition, metadataCondition, textCondition } from "../../graphql/filters/comparison.js";
import type { Condition } from "../../graphql/filters/condition.js";
import { filterCondition, type Meanings, relationCondition } from "../../graphql/filters/filter.js";
import { customerFilterCondition } from "../customer/customer.filter.js";
import type { CustomerGroupFilter } from "./customer-group-filter.input.js";

/** A filter as a condition on the table `customer_group` under the name `alias`. */
export function customerGroupFilterCondition(filter: CustomerGroupFilter | null | undefined, alias: string): Condition {
  return filterCondition(filter, meanings(alias), { name: "customer_group", alias });
}

function meanings(alias: string): Meanings<CustomerGroupFilter> {
  const column = (name: string) => columnOf(alias, name);
  const [member, customer] = [`${alias}_m`, `${alias}_c`];
  return {
    id: (condition) => idCondition(column("id"), condition),
    name: (condition) =>
      textCondition(column("name"), condition, { searchText: column("search_text"), hasFoldedIndex: true }),
    createdBy: (condition) => idCondition(column("created_by"), condition),
    createdAt: (condition) => dateTimeCondition(column("created_at"), condition),
    updatedAt: (condition) => dateTimeCondition(column("updated_at"), condition),
    deletedAt: (condition) => dateTimeCondition(column("deleted_at"), condition),
    metadata: (conditions) => metadataCondition(column("metadata"), conditions),
    customers: (condition) =>
      relationCondition(
        condition,
        {
          ownerId: columnOf(member, "group_id"),
          rows: Prisma.raw(
            `customer_group_member ${member} JOIN customer ${customer} ON ${customer}.id = ${member}.customer_id
             WHERE ${customer}.deleted_at IS NULL`,
          ),
          hasRows: Prisma.sql`${column("deleted_at")} IS NULL`,
        },
        { name: "customer_group", alias },
        (filter) => customerFilterCondition(filter, customer),
      ),
  };
}
