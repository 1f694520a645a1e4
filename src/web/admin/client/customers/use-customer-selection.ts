import { useState } from "react";
import type { CustomerFilter } from "../generated/schema.js";
import type { Selection } from "../lists/data-table.js";
import { useScopes } from "../viewer/viewer-context.js";
import { whereOf } from "./customer-filters.js";
import type { CustomerList } from "./use-customer-list.js";

/** All customers that match the filters, on all pages. */
export interface Matching {
  readonly where: CustomerFilter;
  readonly count: number;
}

/** The selected customers: some by their ids, or all that match. */
export interface CustomerSelection extends Selection {
  /** All that match, if they are selected. `ids` are then those of the page. */
  readonly matching: Matching | undefined;
  /** The number of customers that match, if the whole page is selected and there are more. */
  readonly moreCount: number | undefined;
  /** Selects all that match. Undefined if a search is typed, which the API does not know for all that match. */
  readonly selectMatching: (() => void) | undefined;
  clear(): void;
}

interface Page {
  readonly totalCount: number;
  readonly nodes: readonly { readonly id: string }[];
}

interface Selected {
  readonly ids: ReadonlySet<string>;
  readonly areDeleted: boolean;
  /** The list that all are selected of. */
  readonly list?: string;
}

/**
 * Keeps the selected customers, on all pages of the list. Those of the other list, deleted or not, are not selected. If all that match
 * are selected, a change of the search or of a filter clears the selection.
 */
export function useCustomerSelection(state: CustomerList, page: Page | undefined): CustomerSelection {
  const { filters, areDeleted, list } = state;
  const [selected, setSelected] = useState<Selected>({ ids: new Set(), areDeleted });
  const mayChangeGroups = useScopes("CUSTOMERS_WRITE", "CUSTOMER_GROUPS_READ", "CUSTOMER_GROUPS_WRITE");
  const where = whereOf(filters);
  const shownList = JSON.stringify([where, list.search]);
  const isPresent = selected.areDeleted === areDeleted && (selected.list ?? shownList) === shownList;
  const pageIds = (page?.nodes ?? []).map(({ id }) => id);
  const areAllSelected = isPresent && selected.list !== undefined;
  const ids: ReadonlySet<string> = areAllSelected ? new Set(pageIds) : isPresent ? selected.ids : new Set();

  const count = page?.totalCount ?? 0;
  const isPageSelected = pageIds.length > 0 && pageIds.every((id) => ids.has(id));
  const hasMore = isPageSelected && count > (areAllSelected ? pageIds.length : ids.size);
  return {
    ids,
    change: (next) => setSelected({ ids: next, areDeleted }),
    matching: areAllSelected ? { where, count } : undefined,
    moreCount: hasMore && mayChangeGroups && !areDeleted ? count : undefined,
    selectMatching: list.search === "" ? () => setSelected({ ids, areDeleted, list: shownList }) : undefined,
    clear: () => setSelected({ ids: new Set(), areDeleted }),
  };
}
