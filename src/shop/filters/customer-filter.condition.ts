import { Prisma } from "../../database/generated/client.js";
import { columnOf } from "../../database/sql/sql.js";
import {
  booleanCondition,
  dateTimeCondition,
  idCondition,
  metadataCondition,
  textCondition,
} from "../../graphql/filters/comparison.js";
import {
  type Condition,
  type FilterConditions,
  filterCondition,
  relationCondition,
} from "../../graphql/filters/condition.js";
import { normalizeEmail } from "../../graphql/input/normalize-text.js";
import { customerExternalIds, groupExternalIds } from "../external-id/external-id.rules.js";
import { addressFilterCondition } from "./address-filter.condition.js";
import type { CustomerFilter, CustomerGroupFilter } from "./customer-filter.input.js";
import { externalIdCondition } from "./external-id-filter.condition.js";
import { orderFilterCondition } from "./order-filter.condition.js";

/** Converts a filter to an SQL condition on the table `customer`, which has the name `alias` in the statement. */
export function customerFilterCondition(filter: CustomerFilter | null | undefined, alias: string): Condition {
  return filterCondition(filter, customerConditions(alias), { name: "customer", alias });
}

function customerConditions(alias: string): FilterConditions<CustomerFilter> {
  const column = (name: string) => columnOf(alias, name);
  const searchText = column("search_text");
  const sorted = { searchText, hasFoldedIndex: true } as const;
  const [address, member, group, order] = [`${alias}_a`, `${alias}_m`, `${alias}_g`, `${alias}_o`];
  return {
    id: (condition) => idCondition(column("id"), condition),
    email: (condition) => textCondition(column("email"), condition, { normalize: normalizeEmail, searchText }),
    firstName: (condition) => textCondition(column("first_name"), condition, sorted),
    lastName: (condition) => textCondition(column("last_name"), condition, sorted),
    companyName: (condition) => textCondition(column("company_name"), condition, sorted),
    phone: (condition) => textCondition(column("phone"), condition, sorted),
    hasAccount: (condition) => booleanCondition(column("has_account"), condition),
    createdBy: (condition) => idCondition(column("created_by"), condition),
    createdAt: (condition) => dateTimeCondition(column("created_at"), condition),
    updatedAt: (condition) => dateTimeCondition(column("updated_at"), condition),
    deletedAt: (condition) => dateTimeCondition(column("deleted_at"), condition),
    emailVerifiedAt: (condition) => dateTimeCondition(column("email_verified_at"), condition),
    metadata: (conditions) => metadataCondition(column("metadata"), conditions),
    addresses: (condition) =>
      relationCondition(
        condition,
        {
          ownerId: columnOf(address, "customer_id"),
          rows: Prisma.raw(`customer_address ${address} WHERE ${address}.deleted_at IS NULL`),
          isSmall: true,
        },
        { name: "customer", alias },
        (filter) => addressFilterCondition(filter, address),
      ),
    groups: (condition) =>
      relationCondition(
        condition,
        {
          ownerId: columnOf(member, "customer_id"),
          rows: Prisma.raw(
            `customer_group_member ${member} JOIN customer_group ${group} ON ${group}.id = ${member}.group_id
             WHERE ${group}.deleted_at IS NULL`,
          ),
          hasRows: Prisma.sql`${column("deleted_at")} IS NULL`,
          isSmall: true,
        },
        { name: "customer", alias },
        (filter) => customerGroupFilterCondition(filter, group),
      ),
    orders: (condition) =>
      relationCondition(
        condition,
        {
          ownerId: columnOf(order, "customer_id"),
          rows: Prisma.raw(`customer_order ${order} WHERE ${order}.customer_id IS NOT NULL`),
          isSmall: true,
        },
        { name: "customer", alias },
        (filter) => orderFilterCondition(filter, order),
      ),
    externalIds: (condition) => externalIdCondition(condition, customerExternalIds.table, { name: "customer", alias }),
  };
}

/** Converts a filter to an SQL condition on the table `customer_group`, which has the name `alias` in the statement. */
export function customerGroupFilterCondition(filter: CustomerGroupFilter | null | undefined, alias: string): Condition {
  return filterCondition(filter, customerGroupConditions(alias), { name: "customer_group", alias });
}

function customerGroupConditions(alias: string): FilterConditions<CustomerGroupFilter> {
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
    externalIds: (condition) =>
      externalIdCondition(condition, groupExternalIds.table, { name: "customer_group", alias }),
  };
}
