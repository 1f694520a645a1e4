import { Prisma } from "../../database/generated/client.js";
import { columnOf } from "../../database/sql/sql.js";
import { dateTimeCondition, idCondition, metadataCondition, textCondition } from "../../graphql/filters/comparison.js";
import { type Condition, type FilterConditions, filterCondition } from "../../graphql/filters/condition.js";
import { normalizeCurrencyCode, normalizeEmail } from "../../graphql/input/normalize-text.js";
import type { OrderFilter } from "./order-filter.input.js";

/** Converts a filter to an SQL condition on the table `customer_order`, which has the name `alias` in the statement. */
export function orderFilterCondition(filter: OrderFilter | null | undefined, alias: string): Condition {
  return filterCondition(filter, fieldConditions(alias), { name: "customer_order", alias });
}

function fieldConditions(alias: string): FilterConditions<OrderFilter> {
  const column = (name: string) => columnOf(alias, name);
  return {
    id: (condition) => idCondition(column("id"), condition),
    customerId: (condition) => idCondition(column("customer_id"), condition),
    displayId: (condition) => textCondition(column("display_id"), condition),
    status: (status) => Prisma.sql`${column("status")} = ${status}`,
    email: (condition) => textCondition(column("email"), condition, { normalize: normalizeEmail }),
    currencyCode: (condition) =>
      textCondition(column("currency_code"), condition, { normalize: normalizeCurrencyCode }),
    placedAt: (condition) => dateTimeCondition(column("placed_at"), condition),
    metadata: (conditions) => metadataCondition(column("metadata"), conditions),
  };
}
