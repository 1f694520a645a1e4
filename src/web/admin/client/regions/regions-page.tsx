import { useQuery } from "@apollo/client/react";
import { Button, Text } from "@mantine/core";
import { Plus } from "lucide-react";
import { Link } from "react-router";
import { formatCount } from "../format/format.js";
import { LoadState } from "../layout/load-state.js";
import { Page } from "../layout/page.js";
import { EmptyState } from "../layout/states.js";
import { CursorPager } from "../lists/cursor-pager.js";
import { type Column, DataTable } from "../lists/data-table.js";
import { EmptyList } from "../lists/empty-list.js";
import { RowLink } from "../lists/row-link.js";
import { useListUrl } from "../lists/use-list-url.js";
import { useScopes } from "../viewer/viewer-context.js";
import { type RegionDetailsFragment, RegionsPageDocument } from "./regions.generated.js";

const shownCountries = 4;

const columns: readonly Column<RegionDetailsFragment>[] = [
  { key: "name", title: "Name", render: (region) => <RegionName region={region} /> },
  { key: "currency", title: "Currency", render: ({ currencyCode }) => currencyCode },
  { key: "countries", title: "Countries", render: ({ countries }) => summarizeCountries(countries) },
];

/** The list of regions. */
export function RegionsPage() {
  const list = useListUrl({ sortFields: ["ID"], defaultSort: { field: "ID", direction: "ASC" } });
  const { data, previousData, loading, error, refetch } = useQuery(RegionsPageDocument, {
    variables: list.page,
    fetchPolicy: "cache-and-network",
  });
  const mayWrite = useScopes("REGIONS_WRITE");
  const regions = (data ?? previousData)?.regions;
  return (
    <Page title="Regions" actions={mayWrite && <NewRegionLink />}>
      <Text role="status" size="sm" c="dimmed" ta="end">
        {regions && formatCount(regions.totalCount, "region", "regions")}
      </Text>
      <LoadState queries={[{ error, refetch }]} isLoaded={data !== undefined} />
      {(data || !error) && (
        <>
          <DataTable
            label="Regions"
            columns={columns}
            rows={regions?.nodes}
            isLoading={loading && !data}
            empty={
              <EmptyList list={list}>
                <EmptyState title="No regions yet">A region has one currency, and some countries.</EmptyState>
              </EmptyList>
            }
          />
          <CursorPager list={list} pageInfo={regions?.pageInfo} />
        </>
      )}
    </Page>
  );
}

function RegionName({ region: { id, name } }: { readonly region: RegionDetailsFragment }) {
  return <RowLink to={`/regions/${id}`}>{name}</RowLink>;
}

function summarizeCountries(countries: RegionDetailsFragment["countries"]): string {
  if (countries.length === 0) return "None";
  const names = countries.slice(0, shownCountries).map(({ displayName }) => displayName);
  const others = countries.length - names.length;
  return others > 0 ? `${names.join(", ")} and ${others} more` : names.join(", ");
}

function NewRegionLink() {
  return (
    <Button component={Link} to="/regions/new" leftSection={<Plus size={16} aria-hidden />}>
      New region
    </Button>
  );
}
