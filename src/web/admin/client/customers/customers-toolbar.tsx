import { Badge, Button, Group, SegmentedControl, Text } from "@mantine/core";
import { Columns3, ListFilter } from "lucide-react";
import { Suspense, useState } from "react";
import { formatCount } from "../format/format.js";
import { lazyComponent } from "../layout/lazy-component.js";
import type { Column } from "../lists/data-table.js";
import { SearchInput } from "../lists/search-input.js";
import { SortSelect } from "../lists/sort-select.js";
import type { CustomerSortKey } from "./customer-columns.js";
import { filterNames } from "./customer-filters.js";
import type { CustomerList } from "./use-customer-list.js";

const FilterPanel = lazyComponent(async () => (await import("./filter-panel.js")).FilterPanel);
const ColumnPanel = lazyComponent(async () => (await import("./column-panel.js")).ColumnPanel);

const deletedChoices = [
  { value: "EXCLUDE", label: "Present" },
  { value: "ONLY", label: "Deleted" },
];

interface CustomersToolbarProps {
  readonly state: CustomerList;
  readonly columns: readonly Column<never, CustomerSortKey>[];
  /** Undefined until it is loaded. */
  readonly totalCount: number | undefined;
}

/** Search, filters and columns of the list, and how many customers match. */
export function CustomersToolbar({ state, columns, totalCount }: CustomersToolbarProps) {
  const { list, filters, areDeleted, isFiltered } = state;
  const [panel, setPanel] = useState<"filters" | "columns" | undefined>(isFiltered ? "filters" : undefined);
  const toggle = (name: "filters" | "columns") => setPanel(panel === name ? undefined : name);
  const filterCount = filterNames.filter((name) => (filters[name]?.length ?? 0) > 0).length;
  return (
    <>
      <Group gap="sm">
        <div style={{ flex: "1 1 240px", maxWidth: 480 }}>
          <SearchInput
            label="Search customers"
            placeholder="Search names, emails, companies, phones"
            value={list.search}
            onSearch={(search) => list.set({ search }, { isTyping: true })}
          />
        </div>
        <SegmentedControl
          aria-label="Which customers"
          data={deletedChoices}
          value={areDeleted ? "ONLY" : "EXCLUDE"}
          onChange={(value) => list.set({ deleted: value === "ONLY" ? value : undefined })}
        />
        <Button
          variant="default"
          leftSection={<ListFilter size={16} aria-hidden />}
          rightSection={filterCount > 0 && <Badge circle>{filterCount}</Badge>}
          aria-expanded={panel === "filters"}
          aria-controls="customer-filters"
          onClick={() => toggle("filters")}
        >
          Filters
        </Button>
        <Button
          variant="default"
          leftSection={<Columns3 size={16} aria-hidden />}
          aria-expanded={panel === "columns"}
          aria-controls="customer-columns"
          onClick={() => toggle("columns")}
        >
          Columns
        </Button>
        <SortSelect columns={columns} sort={list.sort} onSort={list.sortBy} />
        <Text role="status" size="sm" c="dimmed" ml="auto">
          {totalCount !== undefined && formatCount(totalCount, "customer", "customers")}
        </Text>
      </Group>
      <Suspense>
        {panel === "filters" && <FilterPanel id="customer-filters" state={state} />}
        {panel === "columns" && <ColumnPanel id="customer-columns" state={state} />}
      </Suspense>
    </>
  );
}
