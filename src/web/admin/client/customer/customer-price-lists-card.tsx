import { useQuery } from "@apollo/client/react";
import { Anchor, Stack, Text } from "@mantine/core";
import { Link } from "react-router";
import { formatCount, formatDate } from "../format/format.js";
import { LoadState } from "../layout/load-state.js";
import { PageCard } from "../layout/page-card.js";
import { CustomerPriceListsDocument } from "./customer-price-lists.generated.js";

interface CustomerPriceListsCardProps {
  readonly customerId: string;
}

/** The price lists that apply to a customer now. */
export function CustomerPriceListsCard({ customerId }: CustomerPriceListsCardProps) {
  const { data, error, refetch } = useQuery(CustomerPriceListsDocument, {
    variables: { id: customerId },
    fetchPolicy: "cache-and-network",
  });
  const priceLists = data?.customer?.priceLists;
  const notShown = priceLists ? priceLists.totalCount - priceLists.nodes.length : 0;
  return (
    <PageCard title="Price lists that apply now">
      <LoadState queries={[{ error, refetch }]} isLoaded={priceLists !== undefined} height={60} />
      {priceLists?.nodes.length === 0 && <Text c="dimmed">None. The usual prices apply.</Text>}
      <Stack component="ul" gap="xs" className="plain-list">
        {priceLists?.nodes.map(({ id, title, type, endsAt }) => (
          <li key={id}>
            <Anchor component={Link} to={`/price-lists/${id}`} size="sm" dir="auto" className="wrap-anywhere">
              {title}
            </Anchor>
            <Text size="xs" c="dimmed">
              {type === "SALE" ? "Sale" : "Override"}
              {endsAt !== null && `, until ${formatDate(endsAt)}`}
            </Text>
          </li>
        ))}
      </Stack>
      {notShown > 0 && (
        <Text size="sm" c="dimmed" mt="xs">
          and {formatCount(notShown, "other", "others")}
        </Text>
      )}
    </PageCard>
  );
}
