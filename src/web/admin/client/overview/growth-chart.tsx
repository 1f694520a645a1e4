import { BarChart } from "@mantine/charts";
import { formatCount, formatNumber } from "../format/format.js";
import type { GrowthInterval } from "./growth-period.js";
import { axisName, intervalName } from "./growth-text.js";

interface GrowthChartProps {
  readonly interval: GrowthInterval;
  readonly counts: readonly { readonly from: string; readonly count: number }[];
}

/** Above it, the axis names months instead of days. */
const daysOfShortPeriod = 200;

/** New customers as bars. The code of charts is large: load this component when it is shown. */
export function GrowthChart({ interval, counts }: GrowthChartProps) {
  const first = counts[0]?.from ?? new Date().toISOString();
  const isLong = Date.now() - Date.parse(first) > daysOfShortPeriod * 86_400_000;
  const total = counts.reduce((sum, { count }) => sum + count, 0);
  return (
    // The table below the chart has the numbers for those who do not see it, so the chart itself takes no focus.
    <div
      role="img"
      aria-label={`Bar chart of ${formatCount(total, "new customer", "new customers")} since ${intervalName(first, interval)}. The table has the numbers.`}
    >
      <BarChart
        h={260}
        data={counts.map(({ from, count }) => ({ from, "New customers": count }))}
        dataKey="from"
        series={[{ name: "New customers", color: "indigo.6" }]}
        valueFormatter={formatNumber}
        accessibilityLayer={false}
        maxBarWidth={48}
        // Room for the uppermost number of the axis.
        barChartProps={{ margin: { top: 12, right: 16 } }}
        textColor="dimmed"
        xAxisProps={{
          tickFormatter: (from: string) => axisName(from, interval, isLong),
          minTickGap: 16,
          interval: "equidistantPreserveStart",
        }}
        yAxisProps={{ allowDecimals: false, width: 48 }}
        // Recharts calls it before there is anything to show, too.
        tooltipProps={{ labelFormatter: (from) => (from ? intervalName(String(from), interval) : "") }}
      />
    </div>
  );
}
