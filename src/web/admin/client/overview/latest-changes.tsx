import { useQuery, useSubscription } from "@apollo/client/react";
import { Text } from "@mantine/core";
import { useState } from "react";
import { ChangeSentence } from "../history/change-item.js";
import { useGroupNames } from "../history/history-list.js";
import { LoadState } from "../layout/load-state.js";
import { PageCard } from "../layout/page-card.js";
import { type LatestChangeFragment, LatestChangesDocument, NewChangesDocument } from "./overview.generated.js";
import { SubjectLink } from "./subject-link.js";
import { useStaleTotals } from "./use-stale-totals.js";

const shownChanges = 15;

/** The latest changes of everything. New ones appear when they are made, and let the totals be read again. */
export function LatestChanges() {
  const { data, error, refetch } = useQuery(LatestChangesDocument, { fetchPolicy: "network-only" });
  const [arrived, setArrived] = useState<readonly LatestChangeFragment[]>([]);
  const onChange = useStaleTotals();
  const live = useSubscription(NewChangesDocument, {
    onData: ({ data: { data: event } }) => {
      if (!event) return;
      setArrived((present) => [event.changes, ...present].slice(0, shownChanges));
      onChange();
    },
  });
  const changes = withoutRepetitions([...arrived, ...(data?.changes.nodes ?? [])]).slice(0, shownChanges);
  const groups = useGroupNames(changes);
  const queries = [{ error, refetch }, groups.query, { error: live.error, refetch: live.restart }];
  const isLoaded = data !== undefined || arrived.length > 0;
  return (
    <PageCard title="Latest changes">
      <LoadState queries={queries} isLoaded={isLoaded} height={240} />
      {isLoaded && changes.length === 0 && <Text c="dimmed">Nothing has changed yet.</Text>}
      <ul className="change-list" aria-live="polite">
        {changes.map((change) => (
          <li key={change.id}>
            <ChangeSentence change={change} groupNames={groups.names} />
            <SubjectLink change={change} />
          </li>
        ))}
      </ul>
    </PageCard>
  );
}

/** A change may be in the list and arrive, too. */
function withoutRepetitions(changes: readonly LatestChangeFragment[]): LatestChangeFragment[] {
  return [...new Map(changes.map((change) => [change.id, change])).values()];
}
