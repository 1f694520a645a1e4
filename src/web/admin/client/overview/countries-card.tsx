import { useQuery } from "@apollo/client/react";
import { Text } from "@mantine/core";
import { formatNumber, formatShare } from "../format/format.js";
import { LoadState } from "../layout/load-state.js";
import { PageCard } from "../layout/page-card.js";
import { OverviewCountriesDocument, type OverviewCountriesQuery } from "./overview.generated.js";

const withoutAddress = "Without an address";

type Statistics = OverviewCountriesQuery["customerStatistics"];

/** The customers by country. */
export function CountriesCard() {
  const { data, error, refetch } = useQuery(OverviewCountriesDocument, { fetchPolicy: "cache-and-network" });
  const statistics = data?.customerStatistics;
  return (
    <PageCard title="Customers by country">
      <LoadState queries={[{ error, refetch }]} isLoaded={statistics !== undefined} height={240} />
      {statistics?.total === 0 && <Text c="dimmed">No customers yet.</Text>}
      {statistics && statistics.total > 0 && <CountriesTable statistics={statistics} />}
    </PageCard>
  );
}

interface CountriesTableProps {
  readonly statistics: Statistics;
}

function CountriesTable({ statistics: { total, byCountry } }: CountriesTableProps) {
  return (
    <>
      <table className="figures-table" aria-label="Customers by country">
        <thead>
          <tr>
            <th scope="col">Country</th>
            <th scope="col" data-align="end">
              Customers
            </th>
            <th scope="col" data-align="end">
              Share
            </th>
          </tr>
        </thead>
        <tbody>
          {rowsOf(total, byCountry).map(({ name, count }) => (
            <tr key={name}>
              <th scope="row">
                {name}
                <div className="share-bar" aria-hidden>
                  <div style={{ width: `${(100 * count) / total}%` }} />
                </div>
              </th>
              <td data-align="end">{formatNumber(count)}</td>
              <td data-align="end">{formatShare(count / total)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <Text size="xs" c="dimmed" mt="sm">
        By the default shipping address.
      </Text>
    </>
  );
}

/** The countries with the most customers, one row for all others, and one for customers without an address. */
function rowsOf(total: number, byCountry: Statistics["byCountry"]): { name: string; count: number }[] {
  const rows = byCountry.map(({ country, count }) => ({ name: country?.displayName ?? withoutAddress, count }));
  const others = rows.reduce((rest, { count }) => rest - count, total);
  const isCountry = ({ name }: { name: string }) => name !== withoutAddress;
  return [
    ...rows.filter(isCountry),
    ...(others > 0 ? [{ name: "Others", count: others }] : []),
    ...rows.filter((row) => !isCountry(row)),
  ];
}
