import { type ListUrl, useListUrl } from "../lists/use-list-url.js";
import { useScopes } from "../viewer/viewer-context.js";
import { type CustomerColumnKey, type CustomerSortKey, customerSortFields, readColumns } from "./customer-columns.js";
import { type CustomerFilters, type FilterRights, filterNames, readFilters } from "./customer-filters.js";

export interface CustomerList {
  readonly list: ListUrl<CustomerSortKey>;
  readonly filters: CustomerFilters;
  readonly rights: FilterRights;
  /** The columns that are shown. */
  readonly columns: readonly CustomerColumnKey[];
  readonly areDeleted: boolean;
  readonly isFiltered: boolean;
  clearFilters(): void;
}

/** Reads what the list of customers shows from the address. */
export function useCustomerList(): CustomerList {
  const list = useListUrl({ sortFields: customerSortFields, defaultSort: { field: "ID", direction: "DESC" } });
  const rights = {
    mayReadGroups: useScopes("CUSTOMER_GROUPS_READ"),
    mayReadOrders: useScopes("ORDERS_READ"),
  };
  const filters = readFilters(list, rights);
  return {
    list,
    filters,
    rights,
    columns: readColumns(list.get("columns"), rights),
    areDeleted: list.get("deleted") === "ONLY",
    isFiltered: filterNames.some((name) => (filters[name]?.length ?? 0) > 0),
    clearFilters: () => list.set(Object.fromEntries(filterNames.map((name) => [name, undefined]))),
  };
}
