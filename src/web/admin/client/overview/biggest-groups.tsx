import { useQuery } from "@apollo/client/react";
import { Anchor, Group, Stack, Text } from "@mantine/core";
import { Link } from "react-router";
import { formatNumber } from "../format/format.js";
import { LoadState } from "../layout/load-state.js";
import { PageCard } from "../layout/page-card.js";
import { OverviewGroupsDocument } from "./overview.generated.js";

/** The groups with the most customers. */
export function BiggestGroups() {
  const { data, error, refetch } = useQuery(OverviewGroupsDocument, { fetchPolicy: "cache-and-network" });
  const groups = data?.customerStatistics.byGroup;
  return (
    <PageCard title="Biggest groups">
      <LoadState queries={[{ error, refetch }]} isLoaded={groups !== undefined} height={120} />
      {groups?.length === 0 && <Text c="dimmed">No group has customers yet.</Text>}
      <Stack component="ul" gap="xs" className="plain-list">
        {groups?.map(({ count, customerGroup: { id, name } }) => (
          <Group component="li" key={id} justify="space-between" wrap="nowrap" gap="md">
            <Anchor component={Link} to={`/groups/${id}`} size="sm" dir="auto" className="wrap-anywhere">
              {name}
            </Anchor>
            <Text size="sm" c="dimmed">
              {formatNumber(count)}
            </Text>
          </Group>
        ))}
      </Stack>
    </PageCard>
  );
}
