import type { CustomerFilter } from "../generated/schema.js";
import type { ListUrl } from "../lists/use-list-url.js";

/** The filters of the list of customers. An undefined filter matches all customers. */
export interface CustomerFilters {
  /** Ids of groups: customers in any of them. */
  readonly groups: readonly string[];
  readonly account: "yes" | "no" | undefined;
  /** ISO 3166-1 alpha-2 code in lower case. */
  readonly country: string | undefined;
  /** The first and the last day of creation, such as `2026-11-29`, in the time zone of the browser. */
  readonly from: string | undefined;
  readonly to: string | undefined;
  readonly orders: "yes" | "no" | undefined;
}

/** The rights of a viewer to filter by something beside customers. */
export interface FilterRights {
  readonly mayReadGroups: boolean;
  readonly mayReadOrders: boolean;
}

/** The names of the filters in the address. */
export const filterNames = ["groups", "account", "country", "from", "to", "orders"] as const;

/** Reads the filters from the address. Values that mean nothing, and filters that the viewer may not use, are left out. */
export function readFilters(list: Pick<ListUrl<string>, "get">, rights: FilterRights): CustomerFilters {
  return {
    groups: rights.mayReadGroups ? (list.get("groups")?.split(",") ?? []) : [],
    account: yesOrNo(list.get("account")),
    country: list.get("country"),
    from: day(list.get("from")),
    to: day(list.get("to")),
    orders: rights.mayReadOrders ? yesOrNo(list.get("orders")) : undefined,
  };
}

/** Returns the filter of the API. */
export function whereOf({ groups, account, country, from, to, orders }: CustomerFilters): CustomerFilter {
  return {
    ...(groups.length > 0 && { groups: { some: { id: { in: [...groups] } } } }),
    ...(account && { hasAccount: account === "yes" }),
    ...(country && { addresses: { some: { countryCode: { eq: country } } } }),
    ...((from ?? to) && { createdAt: { ...(from && { gte: startOf(from) }), ...(to && { lt: startOf(to, 1) }) } }),
    ...(orders && { orders: orders === "yes" ? { some: {} } : { none: {} } }),
  };
}

/** Returns the start of a day in the time zone of the browser. */
function startOf(date: string, daysLater = 0): string {
  const [year = 0, month = 1, dayOfMonth = 1] = date.split("-").map(Number);
  return new Date(year, month - 1, dayOfMonth + daysLater).toISOString();
}

function yesOrNo(text: string | undefined): "yes" | "no" | undefined {
  return text === "yes" || text === "no" ? text : undefined;
}

function day(text: string | undefined): string | undefined {
  return text !== undefined && isDay(text) ? text : undefined;
}

/** Returns true for a day that the list can be filtered by, such as `2026-11-29`. */
export function isDay(text: string): boolean {
  return /^[12]\d{3}-\d\d-\d\d$/.test(text) && !Number.isNaN(Date.parse(text));
}
