import { useQuery } from "@apollo/client/react";
import { Text } from "@mantine/core";
import type { ShownQuery } from "../layout/load-state.js";
import { useScopes } from "../viewer/viewer-context.js";
import { ChangeItem } from "./change-item.js";
import { groupIdsOf } from "./change-text.js";
import { type ChangeRowFragment, HistoryGroupsDocument } from "./history.generated.js";

interface HistoryListProps {
  readonly changes: readonly ChangeRowFragment[];
  readonly groupNames: ReadonlyMap<string, string>;
}

/** Changes as sentences. */
export function HistoryList({ changes, groupNames }: HistoryListProps) {
  if (changes.length === 0) return <Text c="dimmed">No changes are recorded.</Text>;
  return (
    <ul className="change-list">
      {changes.map((change) => (
        <ChangeItem key={change.id} change={change} groupNames={groupNames} />
      ))}
    </ul>
  );
}

interface GroupNames {
  readonly names: ReadonlyMap<string, string>;
  readonly query: ShownQuery;
}

/** Reads the names of the groups that changes name, also of deleted ones, in one request. None if the viewer may not read groups. */
export function useGroupNames(changes: readonly ChangeRowFragment[]): GroupNames {
  const ids = [...new Set(changes.flatMap(groupIdsOf))].slice(0, 250);
  const mayRead = useScopes("CUSTOMER_GROUPS_READ");
  const { data, previousData, error, refetch } = useQuery(HistoryGroupsDocument, {
    variables: { ids },
    skip: !mayRead || ids.length === 0,
  });
  const groups = (data ?? previousData)?.customerGroups.nodes ?? [];
  return { names: new Map(groups.map(({ id, name }) => [id, name])), query: { error, refetch } };
}
