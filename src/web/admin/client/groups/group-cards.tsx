import { useQuery } from "@apollo/client/react";
import { Anchor, Stack, Text } from "@mantine/core";
import { Link } from "react-router";
import { HistoryCard } from "../history/history-card.js";
import { LoadState } from "../layout/load-state.js";
import { PageCard } from "../layout/page-card.js";
import { GroupHistoryDocument, GroupPriceListsDocument } from "./group.generated.js";

interface GroupCardProps {
  readonly groupId: string;
}

/** The price lists for a group. */
export function GroupPriceListsCard({ groupId }: GroupCardProps) {
  const { data, error, refetch } = useQuery(GroupPriceListsDocument, {
    variables: { id: groupId },
    fetchPolicy: "cache-and-network",
  });
  const priceLists = data?.customerGroup?.priceLists;
  return (
    <PageCard title="Price lists">
      <LoadState queries={[{ error, refetch }]} isLoaded={priceLists !== undefined} height={60} />
      {priceLists?.nodes.length === 0 && <Text c="dimmed">None for this group.</Text>}
      <Stack component="ul" gap="xs" className="plain-list">
        {priceLists?.nodes.map(({ id, title, status }) => (
          <li key={id}>
            <Anchor component={Link} to={`/price-lists/${id}`} size="sm" dir="auto" className="wrap-anywhere">
              {title}
            </Anchor>
            <Text size="xs" c="dimmed">
              {status === "DRAFT" ? "Draft" : "Active"}
            </Text>
          </li>
        ))}
      </Stack>
    </PageCard>
  );
}

/** The changes of a group and of its memberships. */
export function GroupHistoryCard({ groupId }: GroupCardProps) {
  const { data, error, refetch, fetchMore } = useQuery(GroupHistoryDocument, {
    variables: { id: groupId },
    fetchPolicy: "cache-and-network",
  });
  return (
    <HistoryCard
      history={data?.customerGroups.nodes[0]?.history}
      query={{ error, refetch }}
      onLoad={(after) => fetchMore({ variables: { after } })}
    />
  );
}
