import { LoadState, type ShownQuery } from "../layout/load-state.js";
import { PageCard } from "../layout/page-card.js";
import { LoadMore } from "../lists/load-more.js";
import type { ChangeRowFragment } from "./history.generated.js";
import { HistoryList, useGroupNames } from "./history-list.js";

interface HistoryCardProps {
  /** The changes that are loaded. Undefined until the first are. */
  readonly history:
    | {
        readonly nodes: readonly ChangeRowFragment[];
        readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
      }
    | undefined;
  /** The query of the changes. */
  readonly query: ShownQuery;
  /** Loads the changes after the cursor. */
  onLoad(after: string): Promise<unknown>;
}

/** The changes of an object, the newest first. */
export function HistoryCard({ history, query, onLoad }: HistoryCardProps) {
  const groupNames = useGroupNames(history?.nodes ?? []);
  return (
    <PageCard title="History">
      <LoadState queries={[query, groupNames.query]} isLoaded={history !== undefined} height={160} />
      {history && <HistoryList changes={history.nodes} groupNames={groupNames.names} />}
      {history && <LoadMore pageInfo={history.pageInfo} onLoad={onLoad} />}
    </PageCard>
  );
}
