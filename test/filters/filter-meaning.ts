import { foldCase } from "../folding/fold.js";
import type {
  AddressFilter,
  CustomerFilter,
  DateTimeFilter,
  IdFilter,
  OrderFilter,
  StringFilter,
} from "../support/generated/graphql.js";

/** The fields of a customer that the filters of the property test use. */
export interface FilteredCustomer {
  readonly id: string;
  readonly firstName: string | null;
  readonly companyName: string | null;
  readonly hasAccount: boolean;
  readonly createdBy: string | null;
  readonly createdAt: string;
  readonly metadata: { tier?: string | null } | null;
  readonly cities: readonly (string | null)[];
  readonly orders: readonly FilteredOrder[];
}

/** The fields of an order that the property test filters by. */
export interface FilteredOrder {
  readonly status: string;
  readonly displayId: string | null;
  readonly placedAt: string;
}

/** Evaluates a filter on customers in memory, for the fields above. */
export function matches(row: FilteredCustomer, where: CustomerFilter): boolean {
  return [
    where.and?.every((inner) => matches(row, inner)),
    where.or?.some((inner) => matches(row, inner)),
    where.not && !matches(row, where.not),
    where.firstName && textMatches(row.firstName, where.firstName),
    where.companyName && textMatches(row.companyName, where.companyName),
    where.hasAccount === row.hasAccount || isNull(where.hasAccount),
    where.createdBy && exactlyMatches(row.createdBy, where.createdBy),
    where.createdAt && momentMatches(row.createdAt, where.createdAt),
    where.metadata?.every(({ equals, exists }) => {
      const tier = row.metadata?.tier;
      return (equals === undefined || equals === tier) && (isNull(exists) || exists === (tier !== undefined));
    }),
    isNull(where.addresses?.some) || row.cities.some(hasCity(where.addresses.some)),
    isNull(where.addresses?.none) || !row.cities.some(hasCity(where.addresses.none)),
    isNull(where.addresses?.every) || row.cities.every(hasCity(where.addresses.every)),
    isNull(where.orders?.some) || row.orders.some(orderMatches(where.orders.some)),
    isNull(where.orders?.none) || !row.orders.some(orderMatches(where.orders.none)),
    isNull(where.orders?.every) || row.orders.every(orderMatches(where.orders.every)),
  ].every((holds) => holds ?? true);
}

function hasCity({ city }: AddressFilter) {
  return (value: string | null) => isNull(city) || textMatches(value, city);
}

function orderMatches(where: OrderFilter) {
  return (order: FilteredOrder): boolean =>
    (where.or?.some((inner) => orderMatches(inner)(order)) ?? true) &&
    (isNull(where.not) || !orderMatches(where.not)(order)) &&
    (isNull(where.status) || where.status === order.status) &&
    (isNull(where.displayId) || textMatches(order.displayId, where.displayId)) &&
    (isNull(where.placedAt) || momentMatches(order.placedAt, where.placedAt));
}

function exactlyMatches(value: string | null, { eq, ne, in: among, notIn }: IdFilter): boolean {
  if (eq !== undefined && value !== eq) return false;
  if (ne !== undefined && value === ne) return false;
  if (!isNull(among) && !(value !== null && among.includes(value))) return false;
  return isNull(notIn) || value === null || !notIn.includes(value);
}

function textMatches(value: string | null, filter: StringFilter): boolean {
  const text = value === null ? null : foldCase(value);
  return (
    exactlyMatches(value, filter) &&
    (isNull(filter.contains) || text?.includes(foldCase(filter.contains)) === true) &&
    (isNull(filter.startsWith) || text?.startsWith(foldCase(filter.startsWith)) === true) &&
    (isNull(filter.endsWith) || text?.endsWith(foldCase(filter.endsWith)) === true) &&
    (isNull(filter.isNull) || filter.isNull === (value === null))
  );
}

function momentMatches(value: string, filter: DateTimeFilter): boolean {
  return (
    (filter.eq === undefined || value === filter.eq) &&
    (isNull(filter.lt) || value < filter.lt) &&
    (isNull(filter.lte) || value <= filter.lte) &&
    (isNull(filter.gt) || value > filter.gt) &&
    (isNull(filter.gte) || value >= filter.gte) &&
    filter.isNull !== true
  );
}

function isNull(value: unknown): value is null | undefined {
  return value === null || value === undefined;
}
