import { useQuery } from "@apollo/client/react";
import { Badge, Text } from "@mantine/core";
import { formatCount, formatMoney } from "../format/format.js";
import { Time } from "../format/time.js";
import type { OrderStatus } from "../generated/schema.js";
import { LoadState } from "../layout/load-state.js";
import { PageCard } from "../layout/page-card.js";
import { type Column, DataTable } from "../lists/data-table.js";
import { LoadMore } from "../lists/load-more.js";
import { CustomerOrdersDocument, type CustomerOrdersQuery } from "./customer-orders.generated.js";

type OrderRow = CustomerOrdersQuery["customers"]["nodes"][number]["orders"]["nodes"][number];

const statuses: Readonly<Record<OrderStatus, { readonly label: string; readonly color: string }>> = {
  ARCHIVED: { label: "Archived", color: "gray" },
  CANCELED: { label: "Canceled", color: "gray" },
  COMPLETED: { label: "Completed", color: "green" },
  PENDING: { label: "Pending", color: "blue" },
  REQUIRES_ACTION: { label: "Requires action", color: "orange" },
};

const columns: readonly Column<OrderRow>[] = [
  { key: "number", title: "Number", render: ({ id, displayId }) => <bdi>{displayId ?? id}</bdi> },
  { key: "placed", title: "Placed", render: ({ placedAt }) => <Time value={placedAt} isDate /> },
  { key: "status", title: "Status", render: ({ status }) => <StatusBadge status={status} /> },
  { key: "total", title: "Total", align: "end", render: ({ total, currencyCode }) => formatMoney(total, currencyCode) },
];

interface CustomerOrdersCardProps {
  readonly customerId: string;
}

/** The orders of a customer, the newest first. */
export function CustomerOrdersCard({ customerId }: CustomerOrdersCardProps) {
  const { data, error, refetch, fetchMore } = useQuery(CustomerOrdersDocument, {
    variables: { id: customerId },
    fetchPolicy: "cache-and-network",
  });
  const orders = data?.customers.nodes[0]?.orders;
  return (
    <PageCard title="Orders" actions={orders && orders.totalCount > 0 && <Count count={orders.totalCount} />}>
      <LoadState queries={[{ error, refetch }]} isLoaded={orders !== undefined} height={120} />
      {orders?.nodes.length === 0 && <Text c="dimmed">No orders.</Text>}
      {orders && orders.nodes.length > 0 && (
        <DataTable label="Orders" columns={columns} rows={orders.nodes} empty={null} />
      )}
      {orders && <LoadMore pageInfo={orders.pageInfo} onLoad={(after) => fetchMore({ variables: { after } })} />}
    </PageCard>
  );
}

function Count({ count }: { readonly count: number }) {
  return (
    <Text size="sm" c="dimmed">
      {formatCount(count, "order", "orders")}
    </Text>
  );
}

function StatusBadge({ status }: { readonly status: OrderStatus }) {
  const { label, color } = statuses[status];
  return (
    <Badge variant="light" color={color}>
      {label}
    </Badge>
  );
}
