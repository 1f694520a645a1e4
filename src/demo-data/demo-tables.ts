import type { PriceRow } from "../shop/price-list/price.type.js";
import type { DemoAddress } from "./demo-addresses.js";
import type { DemoCustomer } from "./demo-customers.js";
import type { DemoGroup } from "./demo-groups.js";
import type { DemoOrder } from "./demo-orders.js";
import type { DemoPriceList } from "./demo-price-lists.js";
import type { DemoRegion } from "./demo-regions.js";
import type { Column } from "./insert-rows.js";

/** An address, and the id of its customer. */
export interface AddressRow extends DemoAddress {
  readonly customerId: string;
}

export interface MembershipRow {
  readonly groupId: string;
  readonly customerId: string;
  readonly createdAt: Date;
}

export const customerColumns: readonly Column<DemoCustomer>[] = [
  { name: "id", type: "text", value: (customer) => customer.id },
  { name: "email", type: "text", value: (customer) => customer.email },
  { name: "first_name", type: "text", value: (customer) => customer.firstName },
  { name: "last_name", type: "text", value: (customer) => customer.lastName },
  { name: "company_name", type: "text", value: (customer) => customer.companyName },
  { name: "phone", type: "text", value: (customer) => customer.phone },
  { name: "has_account", type: "boolean", value: (customer) => customer.hasAccount },
  { name: "metadata", type: "jsonb", value: (customer) => customer.metadata },
  { name: "version", type: "integer", value: (customer) => customer.version },
  { name: "created_at", type: "timestamptz", value: (customer) => customer.createdAt.toISOString() },
  { name: "updated_at", type: "timestamptz", value: (customer) => customer.updatedAt.toISOString() },
];

export const addressColumns: readonly Column<AddressRow>[] = [
  { name: "id", type: "text", value: (address) => address.id },
  { name: "customer_id", type: "text", value: (address) => address.customerId },
  { name: "address_name", type: "text", value: (address) => address.addressName },
  { name: "is_default_shipping", type: "boolean", value: (address) => address.isDefaultShipping },
  { name: "is_default_billing", type: "boolean", value: (address) => address.isDefaultBilling },
  { name: "company", type: "text", value: (address) => address.company },
  { name: "first_name", type: "text", value: (address) => address.firstName },
  { name: "last_name", type: "text", value: (address) => address.lastName },
  { name: "address_1", type: "text", value: (address) => address.address1 },
  { name: "address_2", type: "text", value: (address) => address.address2 },
  { name: "city", type: "text", value: (address) => address.city },
  { name: "province", type: "text", value: (address) => address.province },
  { name: "postal_code", type: "text", value: (address) => address.postalCode },
  { name: "country_code", type: "text", value: (address) => address.countryCode },
  { name: "phone", type: "text", value: (address) => address.phone },
  { name: "created_at", type: "timestamptz", value: (address) => address.createdAt.toISOString() },
  { name: "updated_at", type: "timestamptz", value: (address) => address.createdAt.toISOString() },
];

export const groupColumns: readonly Column<DemoGroup>[] = [
  { name: "id", type: "text", value: (group) => group.id },
  { name: "name", type: "text", value: (group) => group.name },
  { name: "metadata", type: "jsonb", value: (group) => group.metadata },
  { name: "created_at", type: "timestamptz", value: (group) => group.createdAt.toISOString() },
  { name: "updated_at", type: "timestamptz", value: (group) => group.createdAt.toISOString() },
];

export const membershipColumns: readonly Column<MembershipRow>[] = [
  { name: "group_id", type: "text", value: (membership) => membership.groupId },
  { name: "customer_id", type: "text", value: (membership) => membership.customerId },
  { name: "created_at", type: "timestamptz", value: (membership) => membership.createdAt.toISOString() },
];

export const priceListColumns: readonly Column<DemoPriceList>[] = [
  { name: "id", type: "text", value: (priceList) => priceList.id },
  { name: "title", type: "text", value: (priceList) => priceList.title },
  { name: "description", type: "text", value: (priceList) => priceList.description },
  { name: "type", type: "text", value: (priceList) => priceList.type },
  { name: "status", type: "text", value: (priceList) => priceList.status },
  { name: "starts_at", type: "timestamptz", value: (priceList) => priceList.startsAt?.toISOString() },
  { name: "ends_at", type: "timestamptz", value: (priceList) => priceList.endsAt?.toISOString() },
  { name: "prices", type: "jsonb", value: (priceList) => JSON.stringify(priceList.prices) },
  { name: "customer_group_ids", type: "text list", value: (priceList) => priceList.customerGroupIds.join() },
  { name: "created_at", type: "timestamptz", value: (priceList) => priceList.createdAt.toISOString() },
  { name: "updated_at", type: "timestamptz", value: (priceList) => priceList.createdAt.toISOString() },
];

/** A price, its place in its price list, and the id of that list. */
export interface PriceListPriceRow extends PriceRow {
  readonly priceListId: string;
  readonly position: number;
}

export const priceColumns: readonly Column<PriceListPriceRow>[] = [
  { name: "price_list_id", type: "text", value: (price) => price.priceListId },
  { name: "position", type: "integer", value: (price) => price.position },
  { name: "variant_id", type: "text", value: (price) => price.variantId },
  { name: "currency_code", type: "text", value: (price) => price.currencyCode },
  { name: "amount", type: "text", value: (price) => price.amount },
  { name: "min_quantity", type: "integer", value: (price) => price.minQuantity },
  { name: "max_quantity", type: "integer", value: (price) => price.maxQuantity },
];

export const regionColumns: readonly Column<DemoRegion>[] = [
  { name: "id", type: "text", value: (region) => region.id },
  { name: "name", type: "text", value: (region) => region.name },
  { name: "currency_code", type: "text", value: (region) => region.currencyCode },
  { name: "country_codes", type: "text list", value: (region) => region.countryCodes.join() },
  { name: "created_at", type: "timestamptz", value: (region) => region.createdAt.toISOString() },
  { name: "updated_at", type: "timestamptz", value: (region) => region.createdAt.toISOString() },
];

/** A country, and the id of its region. */
export interface RegionCountryRow {
  readonly countryCode: string;
  readonly regionId: string;
}

export const regionCountryColumns: readonly Column<RegionCountryRow>[] = [
  { name: "country_code", type: "text", value: ({ countryCode }) => countryCode },
  { name: "region_id", type: "text", value: ({ regionId }) => regionId },
];

/** All columns except the display id. */
export const orderColumns: readonly Column<DemoOrder>[] = [
  { name: "id", type: "text", value: (order) => order.id },
  { name: "customer_id", type: "text", value: (order) => order.customerId },
  { name: "status", type: "text", value: (order) => order.status },
  { name: "email", type: "text", value: (order) => order.email },
  { name: "currency_code", type: "text", value: (order) => order.currencyCode },
  { name: "total", type: "text", value: (order) => order.total },
  { name: "placed_at", type: "timestamptz", value: (order) => order.placedAt.toISOString() },
  { name: "metadata", type: "jsonb", value: (order) => order.metadata },
  { name: "created_at", type: "timestamptz", value: (order) => order.placedAt.toISOString() },
  { name: "updated_at", type: "timestamptz", value: (order) => order.placedAt.toISOString() },
];
