import { useQuery } from "@apollo/client/react";
import { Alert, SimpleGrid } from "@mantine/core";
import { Info } from "lucide-react";
import { useParams } from "react-router";
import { formatDateTime } from "../format/format.js";
import { Time } from "../format/time.js";
import { Fact } from "../layout/fact.js";
import { LoadState } from "../layout/load-state.js";
import { NotFound } from "../layout/not-found.js";
import { Page } from "../layout/page.js";
import { PageCard } from "../layout/page-card.js";
import { ExternalIdsView } from "../metadata/external-ids-view.js";
import { MetadataView } from "../metadata/metadata-view.js";
import { useScopes } from "../viewer/viewer-context.js";
import { type GroupDetailsFragment, GroupPageDocument } from "./group.generated.js";
import { GroupActions } from "./group-actions.js";
import { GroupHistoryCard, GroupPriceListsCard } from "./group-cards.js";
import { MembersCard } from "./members-card.js";

/** One group. */
export function GroupPage() {
  const { id = "" } = useParams();
  const { data, error, refetch } = useQuery(GroupPageDocument, {
    variables: { id },
    fetchPolicy: "cache-and-network",
  });
  const mayWrite = useScopes("CUSTOMER_GROUPS_WRITE");
  const group = data?.customerGroups.nodes[0];
  if (data && !group) return <NotFound />;
  return (
    <Page
      title={group?.name ?? "Group"}
      parent={{ to: "/groups", label: "Groups" }}
      actions={group && mayWrite && <GroupActions group={group} />}
    >
      <LoadState queries={[{ error, refetch }]} isLoaded={group !== undefined} height={240} />
      {group && <GroupCards group={group} />}
    </Page>
  );
}

interface GroupCardsProps {
  readonly group: GroupDetailsFragment;
}

function GroupCards({ group }: GroupCardsProps) {
  const { id, deletedAt, createdAt, updatedAt } = group;
  const maySeeCustomers = useScopes("CUSTOMERS_READ");
  const maySeePriceLists = useScopes("PRICE_LISTS_READ");
  const maySeeHistory = useScopes("HISTORY_READ");
  const isDeleted = deletedAt !== null;
  return (
    <>
      {isDeleted && (
        <Alert color="red" icon={<Info size={18} />} title={`This group was deleted on ${formatDateTime(deletedAt)}`}>
          When it is restored, its customers are in it again.
        </Alert>
      )}
      <div className="page-columns">
        <div className="page-column">
          {!isDeleted && maySeeCustomers && <MembersCard groupId={id} />}
          {maySeeHistory && <GroupHistoryCard groupId={id} />}
        </div>
        <div className="page-column">
          <PageCard title="Details">
            <SimpleGrid cols={2}>
              <Fact label="Created">
                <Time value={createdAt} isDate />
              </Fact>
              <Fact label="Last changed">
                <Time value={updatedAt} isDate />
              </Fact>
            </SimpleGrid>
          </PageCard>
          {!isDeleted && maySeePriceLists && <GroupPriceListsCard groupId={id} />}
          <PageCard title="External ids">
            <ExternalIdsView externalIds={group.externalIds} />
          </PageCard>
          <PageCard title="Metadata">
            <MetadataView metadata={group.metadata} />
          </PageCard>
        </div>
      </div>
    </>
  );
}
