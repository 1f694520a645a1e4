import { useQuery } from "@apollo/client/react";
import { Anchor, Paper, SimpleGrid, Skeleton, Text } from "@mantine/core";
import { useState } from "react";
import { Link } from "react-router";
import { formatNumber } from "../format/format.js";
import { LoadState } from "../layout/load-state.js";
import { OverviewTotalsDocument } from "./overview.generated.js";

const recentDays = 30;

/** The numbers of customers. Each number leads to the list of these customers. */
export function Totals() {
  const [since] = useState(startOfRecentDays);
  const { data, error, refetch } = useQuery(OverviewTotalsDocument, {
    variables: { since: since.toISOString() },
    fetchPolicy: "cache-and-network",
  });
  return (
    <>
      <LoadState queries={[{ error, refetch }]} isLoaded={data !== undefined} />
      {(data || !error) && (
        <SimpleGrid cols={{ base: 1, xs: 3 }}>
          <Total label="Customers" to="/customers" count={data?.all.totalCount} />
          <Total label="Registered" to="/customers?account=yes" count={data?.registered.totalCount} />
          <Total
            label={`New in ${recentDays} days`}
            to={`/customers?from=${dayOf(since)}`}
            count={data?.recent.totalCount}
          />
        </SimpleGrid>
      )}
    </>
  );
}

interface TotalProps {
  readonly label: string;
  readonly to: string;
  /** Undefined until it is loaded. */
  readonly count: number | undefined;
}

function Total({ label, to, count }: TotalProps) {
  return (
    <Paper withBorder p="lg">
      <Anchor component={Link} to={to} size="sm">
        {label}
      </Anchor>
      {count === undefined ? (
        <Skeleton height={34} width={90} mt={4} />
      ) : (
        <Text fz={28} fw={650} lh={1.3}>
          {formatNumber(count)}
        </Text>
      )}
    </Paper>
  );
}

/** The start of the day, in the time zone of the browser, which the list of customers shows from, too. */
function startOfRecentDays(): Date {
  const today = new Date();
  return new Date(today.getFullYear(), today.getMonth(), today.getDate() - recentDays);
}

function dayOf(date: Date): string {
  const two = (value: number) => String(value).padStart(2, "0");
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}
