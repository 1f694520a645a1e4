import { ActionIcon, Anchor, Group, Stack, Text } from "@mantine/core";
import { X } from "lucide-react";
import { Link } from "react-router";
import { useConfirm } from "../dialogs/confirm.js";
import { useAction } from "../forms/use-action.js";
import { PageCard } from "../layout/page-card.js";
import { GroupPicker } from "../pickers/group-picker.js";
import { useScopes } from "../viewer/viewer-context.js";
import { EditPriceListDocument, type PriceListPageQuery } from "./price-list.generated.js";

type ShownPriceList = PriceListPageQuery["priceLists"]["nodes"][number];

interface PriceListGroupsCardProps {
  readonly priceList: ShownPriceList;
  readonly customerGroups: NonNullable<ShownPriceList["customerGroups"]>;
}

const everybody = {
  title: "Remove the last group?",
  body: "A price list without groups applies to all customers.",
  action: "Apply to all customers",
  isDangerous: true,
};

/** The groups whose members get the prices. */
export function PriceListGroupsCard({ priceList, customerGroups }: PriceListGroupsCardProps) {
  const { nodes, totalCount } = customerGroups;
  const mayWrite = useScopes("PRICE_LISTS_WRITE") && priceList.deletedAt === null;
  // The API replaces all groups, so all of them must be known.
  const mayChange = mayWrite && totalCount === nodes.length;
  const { change, remove, isRunning } = useGroupChanges(priceList, nodes);
  return (
    <PageCard title="For these groups">
      {totalCount === 0 && <Text c="dimmed">None. Without groups, a price list applies to all customers.</Text>}
      <Stack component="ul" gap={4} className="plain-list">
        {nodes.map(({ id, name }) => (
          <Group component="li" key={id} justify="space-between" wrap="nowrap" gap="xs" mih={30}>
            <Anchor component={Link} to={`/groups/${id}`} size="sm" dir="auto" className="wrap-anywhere">
              {name}
            </Anchor>
            {mayChange && (
              <ActionIcon
                variant="subtle"
                color="gray"
                aria-label={`Remove ${name}`}
                disabled={isRunning}
                onClick={() => remove(id)}
              >
                <X size={16} aria-hidden />
              </ActionIcon>
            )}
          </Group>
        ))}
      </Stack>
      {totalCount > nodes.length && (
        <Text size="sm" c="dimmed" mt="xs">
          and {totalCount - nodes.length} more
        </Text>
      )}
      {mayChange && (
        <Group mt="sm" grow>
          <GroupPicker
            label="Add a group"
            isDisabled={isRunning}
            without={nodes.map(({ id }) => id)}
            onPick={(id) => change([...nodes.map((group) => group.id), id])}
          />
        </Group>
      )}
    </PageCard>
  );
}

function useGroupChanges({ id, version }: ShownPriceList, groups: readonly { readonly id: string }[]) {
  const confirm = useConfirm();
  const { run, isRunning } = useAction(EditPriceListDocument, "The groups were changed.");
  const change = (customerGroupIds: string[]) => run({ id, ifVersion: version, input: { customerGroupIds } });
  const remove = async (groupId: string) => {
    if (groups.length === 1 && !(await confirm(everybody))) return;
    change(groups.map((group) => group.id).filter((other) => other !== groupId));
  };
  return { change, remove, isRunning };
}
