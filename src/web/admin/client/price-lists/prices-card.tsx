import { useQuery } from "@apollo/client/react";
import { Button, Stack, Text } from "@mantine/core";
import { Pencil } from "lucide-react";
import { Link } from "react-router";
import { formatCount, formatMoney, formatNumber } from "../format/format.js";
import { LoadState } from "../layout/load-state.js";
import { PageCard } from "../layout/page-card.js";
import { EmptyState } from "../layout/states.js";
import { CursorPager } from "../lists/cursor-pager.js";
import { type Column, DataTable } from "../lists/data-table.js";
import { EmptyList } from "../lists/empty-list.js";
import { useListUrl } from "../lists/use-list-url.js";
import { useScopes } from "../viewer/viewer-context.js";
import { PriceListPricesDocument, type PriceListPricesQuery } from "./price-list.generated.js";

type PriceEdge = NonNullable<PriceListPricesQuery["priceList"]>["prices"]["edges"][number];
type PriceRow = PriceEdge["node"] & { readonly id: string };

const columns: readonly Column<PriceRow>[] = [
  { key: "variant", title: "Variant", render: ({ variantId }) => <bdi>{variantId}</bdi> },
  {
    key: "quantity",
    title: "Quantity",
    render: ({ minQuantity, maxQuantity }) => quantities(minQuantity, maxQuantity),
  },
  {
    key: "price",
    title: "Price",
    align: "end",
    render: ({ amount, currencyCode }) => formatMoney(amount, currencyCode),
  },
];

interface PricesCardProps {
  readonly priceListId: string;
}

/** The prices of a price list. */
export function PricesCard({ priceListId }: PricesCardProps) {
  const list = useListUrl({ sortFields: ["ID"], defaultSort: { field: "ID", direction: "ASC" } });
  const { data, previousData, loading, error, refetch } = useQuery(PriceListPricesDocument, {
    variables: { id: priceListId, ...list.page },
    fetchPolicy: "cache-and-network",
  });
  const mayWrite = useScopes("PRICE_LISTS_WRITE");
  const prices = (data ?? previousData)?.priceList?.prices;
  // A price has no id. Its cursor is its place in the list.
  const rows = prices?.edges.map(({ cursor, node }) => ({ ...node, id: cursor }));
  return (
    <PageCard
      title="Prices"
      actions={
        <>
          <Text role="status" size="sm" c="dimmed">
            {prices && formatCount(prices.totalCount, "price", "prices")}
          </Text>
          {mayWrite && (
            <Button
              variant="default"
              size="xs"
              component={Link}
              to={`/price-lists/${priceListId}/prices`}
              leftSection={<Pencil size={14} aria-hidden />}
            >
              Edit prices
            </Button>
          )}
        </>
      }
    >
      <Stack gap="sm">
        <LoadState queries={[{ error, refetch }]} isLoaded={data !== undefined} />
        {(data || !error) && (
          <DataTable
            label="Prices"
            columns={columns}
            rows={rows}
            isLoading={loading && !data}
            empty={
              <EmptyList list={list}>
                <EmptyState title="No prices" />
              </EmptyList>
            }
          />
        )}
        <CursorPager list={list} pageInfo={prices?.pageInfo} />
      </Stack>
    </PageCard>
  );
}

function quantities(min: number | null, max: number | null): string {
  if (max === null) return min === null || min === 1 ? "Any" : `${formatNumber(min)} and more`;
  return `${formatNumber(min ?? 1)} to ${formatNumber(max)}`;
}
