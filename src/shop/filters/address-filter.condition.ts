import { columnOf } from "../../database/sql/sql.js";
import {
  booleanCondition,
  dateTimeCondition,
  idCondition,
  metadataCondition,
  textCondition,
} from "../../graphql/filters/comparison.js";
import { type Condition, type FilterConditions, filterCondition } from "../../graphql/filters/condition.js";
import { normalizeCountryCode } from "../../graphql/input/normalize-text.js";
import type { AddressFilter } from "./address-filter.input.js";

/** Converts a filter to an SQL condition on the table `customer_address`, which has the name `alias` in the statement. */
export function addressFilterCondition(filter: AddressFilter | null | undefined, alias: string): Condition {
  return filterCondition(filter, fieldConditions(alias), { name: "customer_address", alias });
}

function fieldConditions(alias: string): FilterConditions<AddressFilter> {
  const column = (name: string) => columnOf(alias, name);
  const searched = { searchText: column("search_text") };
  const sorted = { ...searched, hasFoldedIndex: true } as const;
  return {
    id: (condition) => idCondition(column("id"), condition),
    addressName: (condition) => textCondition(column("address_name"), condition, searched),
    company: (condition) => textCondition(column("company"), condition, searched),
    firstName: (condition) => textCondition(column("first_name"), condition, searched),
    lastName: (condition) => textCondition(column("last_name"), condition, searched),
    city: (condition) => textCondition(column("city"), condition, sorted),
    province: (condition) => textCondition(column("province"), condition, searched),
    postalCode: (condition) => textCondition(column("postal_code"), condition, sorted),
    countryCode: (condition) => textCondition(column("country_code"), condition, { normalize: normalizeCountryCode }),
    phone: (condition) => textCondition(column("phone"), condition),
    isDefaultShipping: (condition) => booleanCondition(column("is_default_shipping"), condition),
    isDefaultBilling: (condition) => booleanCondition(column("is_default_billing"), condition),
    createdAt: (condition) => dateTimeCondition(column("created_at"), condition),
    updatedAt: (condition) => dateTimeCondition(column("updated_at"), condition),
    metadata: (conditions) => metadataCondition(column("metadata"), conditions),
  };
}
