import { useQuery } from "@apollo/client/react";
import { SegmentedControl, Skeleton, Stack, Text } from "@mantine/core";
import { Suspense } from "react";
import { formatCount, formatNumber, timeZone } from "../format/format.js";
import { lazyComponent } from "../layout/lazy-component.js";
import { LoadState } from "../layout/load-state.js";
import { PageCard } from "../layout/page-card.js";
import { EmptyState } from "../layout/states.js";
import { type GrowthInterval, type GrowthPeriod, periodChoices, useGrowthPeriod } from "./growth-period.js";
import { intervalName, intervalTitles } from "./growth-text.js";
import { OverviewGrowthDocument, type OverviewGrowthQuery } from "./overview.generated.js";

const GrowthChart = lazyComponent(async () => (await import("./growth-chart.js")).GrowthChart);

type Counts = OverviewGrowthQuery["customerStatistics"]["created"];

/** The new customers of each day, week or month. */
export function GrowthCard() {
  const growth = useGrowthPeriod();
  const { interval, from } = growth;
  const { data, error, refetch } = useQuery(OverviewGrowthDocument, {
    variables: { from, interval, timeZone },
    fetchPolicy: "cache-and-network",
  });
  const statistics = data?.customerStatistics;
  const isEmpty = statistics?.total === 0;
  return (
    <PageCard title="New customers" actions={!isEmpty && <Choices growth={growth} />}>
      <LoadState queries={[{ error, refetch }]} isLoaded={statistics !== undefined} height={330} />
      {isEmpty && (
        <EmptyState title="No customers yet">
          They are counted here when somebody signs up, or when you import them.
        </EmptyState>
      )}
      {statistics && !isEmpty && <Growth interval={interval} counts={statistics.created} />}
    </PageCard>
  );
}

interface ChoicesProps {
  readonly growth: GrowthPeriod;
}

function Choices({ growth: { period, interval, intervalChoices, setPeriod, setInterval } }: ChoicesProps) {
  return (
    <>
      <SegmentedControl size="xs" aria-label="Period" data={periodChoices} value={period} onChange={setPeriod} />
      <SegmentedControl
        size="xs"
        aria-label="Interval"
        data={[...intervalChoices]}
        value={interval}
        onChange={setInterval}
      />
    </>
  );
}

interface GrowthProps {
  readonly interval: GrowthInterval;
  readonly counts: Counts;
}

function Growth({ interval, counts }: GrowthProps) {
  const total = counts.reduce((sum, { count }) => sum + count, 0);
  return (
    <Stack gap="md">
      <Text size="sm" c="dimmed" role="status">
        {formatCount(total, "new customer", "new customers")} since {intervalName(counts[0]?.from ?? "", interval)}
      </Text>
      <Suspense fallback={<Skeleton height={260} />}>
        <GrowthChart interval={interval} counts={counts} />
      </Suspense>
      <Numbers interval={interval} counts={counts} />
    </Stack>
  );
}

/** The numbers of the chart. The newest are first, because a long table is not read to its end. */
function Numbers({ interval, counts }: GrowthProps) {
  return (
    <details className="figures">
      <summary>Show the numbers as a table</summary>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: the keyboard scrolls it */}
      <section className="figures-frame" aria-label="Numbers of new customers" tabIndex={0}>
        <table className="figures-table">
          <thead>
            <tr>
              <th scope="col">{intervalTitles[interval]}</th>
              <th scope="col" data-align="end">
                New customers
              </th>
            </tr>
          </thead>
          <tbody>
            {counts.toReversed().map(({ from, count }) => (
              <tr key={from}>
                <th scope="row">{intervalName(from, interval)}</th>
                <td data-align="end">{formatNumber(count)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </details>
  );
}
