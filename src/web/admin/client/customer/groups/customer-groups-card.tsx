import { useQuery } from "@apollo/client/react";
import { ActionIcon, Anchor, Group, Stack, Text } from "@mantine/core";
import { X } from "lucide-react";
import { Link } from "react-router";
import { useAction } from "../../forms/use-action.js";
import { LoadState } from "../../layout/load-state.js";
import { PageCard } from "../../layout/page-card.js";
import { LoadMore } from "../../lists/load-more.js";
import { GroupPicker } from "../../pickers/group-picker.js";
import { useScopes } from "../../viewer/viewer-context.js";
import { ChangeGroupsOfCustomerDocument, CustomerGroupsCardDocument } from "./customer-groups.generated.js";

interface CustomerGroupsCardProps {
  readonly customerId: string;
}

/** The groups of a customer. */
export function CustomerGroupsCard({ customerId }: CustomerGroupsCardProps) {
  const { data, error, refetch, fetchMore } = useQuery(CustomerGroupsCardDocument, {
    variables: { id: customerId },
    fetchPolicy: "cache-and-network",
  });
  const mayWrite = useScopes("CUSTOMER_GROUPS_WRITE");
  const change = useAction(ChangeGroupsOfCustomerDocument, ({ added }) =>
    added > 0 ? "The customer was added to the group." : "The customer was removed from the group.",
  );
  const groups = data?.customer?.groups;
  return (
    <PageCard title="Groups">
      <LoadState queries={[{ error, refetch }]} isLoaded={groups !== undefined} height={60} />
      {groups?.nodes.length === 0 && <Text c="dimmed">In no group.</Text>}
      <Stack component="ul" gap={4} className="plain-list">
        {groups?.nodes.map(({ id, name }) => (
          <Group component="li" key={id} justify="space-between" wrap="nowrap" gap="xs" mih={30}>
            <Anchor component={Link} to={`/groups/${id}`} size="sm" dir="auto" className="wrap-anywhere">
              {name}
            </Anchor>
            {mayWrite && (
              <ActionIcon
                variant="subtle"
                color="gray"
                aria-label={`Remove from ${name}`}
                disabled={change.isRunning}
                onClick={() => change.run({ customerId, remove: [id] })}
              >
                <X size={16} aria-hidden />
              </ActionIcon>
            )}
          </Group>
        ))}
      </Stack>
      {groups && <LoadMore pageInfo={groups.pageInfo} onLoad={(after) => fetchMore({ variables: { after } })} />}
      {groups && mayWrite && (
        <Group mt="sm" grow>
          <GroupPicker
            label="Add to a group"
            isDisabled={change.isRunning}
            without={groups.nodes.map(({ id }) => id)}
            onPick={(id) => change.run({ customerId, add: [id] })}
          />
        </Group>
      )}
    </PageCard>
  );
}
