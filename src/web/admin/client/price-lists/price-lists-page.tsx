import { useQuery } from "@apollo/client/react";
import { Button, Group, NativeSelect, SegmentedControl, Text } from "@mantine/core";
import { Plus } from "lucide-react";
import { Link } from "react-router";
import { formatCount } from "../format/format.js";
import { Time } from "../format/time.js";
import type { PriceListFilter, PriceListSortField } from "../generated/schema.js";
import { LoadState } from "../layout/load-state.js";
import { Page } from "../layout/page.js";
import { EmptyState } from "../layout/states.js";
import { CursorPager } from "../lists/cursor-pager.js";
import { type Column, DataTable } from "../lists/data-table.js";
import { EmptyList } from "../lists/empty-list.js";
import { RowLink } from "../lists/row-link.js";
import { SearchInput } from "../lists/search-input.js";
import { SortSelect } from "../lists/sort-select.js";
import { type ListUrl, useListUrl } from "../lists/use-list-url.js";
import { useScopes } from "../viewer/viewer-context.js";
import { StateBadge, typeLabels } from "./price-list-badges.js";
import { type PriceListRowFragment, PriceListsPageDocument } from "./price-lists.generated.js";

const sortFields = ["ID", "TITLE", "STARTS_AT", "ENDS_AT"] as const satisfies readonly PriceListSortField[];
type SortKey = (typeof sortFields)[number];

const columns: readonly Column<PriceListRowFragment, SortKey>[] = [
  { key: "title", title: "Title", sortField: "TITLE", render: (priceList) => <PriceListTitle priceList={priceList} /> },
  { key: "state", title: "State", render: (priceList) => <StateBadge priceList={priceList} /> },
  { key: "type", title: "Type", render: ({ type }) => typeLabels[type] },
  { key: "starts", title: "Starts", sortField: "STARTS_AT", render: ({ startsAt }) => optionalTime(startsAt) },
  { key: "ends", title: "Ends", sortField: "ENDS_AT", render: ({ endsAt }) => optionalTime(endsAt) },
];

/** The list of price lists. */
export function PriceListsPage() {
  const list = useListUrl({ sortFields, defaultSort: { field: "ID", direction: "DESC" } });
  const areDeleted = list.get("deleted") === "ONLY";
  const where = whereOf(list);
  const { data, previousData, loading, error, refetch } = useQuery(PriceListsPageDocument, {
    variables: {
      ...list.page,
      search: list.search,
      sort: [list.sort],
      deleted: areDeleted ? "ONLY" : "EXCLUDE",
      where,
    },
    fetchPolicy: "cache-and-network",
  });
  const mayWrite = useScopes("PRICE_LISTS_WRITE");
  const priceLists = (data ?? previousData)?.priceLists;
  const isFiltered = list.search !== "" || Object.keys(where).length > 0;
  return (
    <Page title="Price lists" actions={mayWrite && <NewPriceListLink />}>
      <Toolbar list={list} totalCount={priceLists?.totalCount} />
      <LoadState queries={[{ error, refetch }]} isLoaded={data !== undefined} />
      {(data || !error) && (
        <>
          <DataTable
            label="Price lists"
            columns={columns}
            rows={priceLists?.nodes}
            isLoading={loading && !data}
            sort={list.sort}
            onSort={list.sortBy}
            empty={
              <EmptyList list={list}>
                <NoPriceLists isFiltered={isFiltered} areDeleted={areDeleted} />
              </EmptyList>
            }
          />
          <CursorPager list={list} pageInfo={priceLists?.pageInfo} />
        </>
      )}
    </Page>
  );
}

interface ToolbarProps {
  readonly list: ListUrl<SortKey>;
  readonly totalCount: number | undefined;
}

function Toolbar({ list, totalCount }: ToolbarProps) {
  return (
    <Group gap="sm">
      <div style={{ flex: "1 1 240px", maxWidth: 480 }}>
        <SearchInput
          label="Search price lists"
          value={list.search}
          onSearch={(search) => list.set({ search }, { isTyping: true })}
        />
      </div>
      <NativeSelect
        aria-label="Status"
        value={list.get("status") ?? ""}
        onChange={(event) => list.set({ status: event.currentTarget.value })}
        data={[
          { value: "", label: "Active and drafts" },
          { value: "ACTIVE", label: "Active" },
          { value: "DRAFT", label: "Drafts" },
        ]}
      />
      <SegmentedControl
        aria-label="Which price lists"
        data={[
          { value: "EXCLUDE", label: "Present" },
          { value: "ONLY", label: "Deleted" },
        ]}
        value={list.get("deleted") === "ONLY" ? "ONLY" : "EXCLUDE"}
        onChange={(value) => list.set({ deleted: value === "ONLY" ? value : undefined })}
      />
      <SortSelect columns={columns} sort={list.sort} onSort={list.sortBy} />
      <Text role="status" size="sm" c="dimmed" ml="auto">
        {totalCount !== undefined && formatCount(totalCount, "price list", "price lists")}
      </Text>
    </Group>
  );
}

function whereOf(list: Pick<ListUrl<SortKey>, "get">): PriceListFilter {
  const status = list.get("status");
  return status === "ACTIVE" || status === "DRAFT" ? { status } : {};
}

function optionalTime(time: string | null) {
  return time && <Time value={time} isDate />;
}

function PriceListTitle({ priceList: { id, title } }: { readonly priceList: PriceListRowFragment }) {
  return <RowLink to={`/price-lists/${id}`}>{title}</RowLink>;
}

function NewPriceListLink() {
  return (
    <Button component={Link} to="/price-lists/new" leftSection={<Plus size={16} aria-hidden />}>
      New price list
    </Button>
  );
}

interface NoPriceListsProps {
  readonly isFiltered: boolean;
  readonly areDeleted: boolean;
}

function NoPriceLists({ isFiltered, areDeleted }: NoPriceListsProps) {
  if (isFiltered) return <EmptyState title="No price list matches" />;
  if (areDeleted)
    return <EmptyState title="No deleted price lists">Deleted ones are kept here, and can be restored.</EmptyState>;
  return <EmptyState title="No price lists yet">A price list has special prices for some or all customers.</EmptyState>;
}
