import { useQuery } from "@apollo/client/react";
import { Alert, Group, SimpleGrid, Text } from "@mantine/core";
import { Info } from "lucide-react";
import { useParams } from "react-router";
import { formatDateTime } from "../format/format.js";
import { Time } from "../format/time.js";
import { SubjectHistoryCard } from "../history/subject-history-card.js";
import { Fact } from "../layout/fact.js";
import { LoadState } from "../layout/load-state.js";
import { NotFound } from "../layout/not-found.js";
import { Page } from "../layout/page.js";
import { PageCard } from "../layout/page-card.js";
import { MetadataView } from "../metadata/metadata-view.js";
import { useScopes } from "../viewer/viewer-context.js";
import { PriceListPageDocument, type PriceListPageQuery } from "./price-list.generated.js";
import { PriceListActions } from "./price-list-actions.js";
import { StateBadge, typeLabels } from "./price-list-badges.js";
import { PriceListGroupsCard } from "./price-list-groups-card.js";
import { PricesCard } from "./prices-card.js";

type ShownPriceList = PriceListPageQuery["priceLists"]["nodes"][number];

/** One price list. */
export function PriceListPage() {
  const { id = "" } = useParams();
  const withGroups = useScopes("CUSTOMER_GROUPS_READ");
  const { data, error, refetch } = useQuery(PriceListPageDocument, {
    variables: { id, withGroups },
    fetchPolicy: "cache-and-network",
  });
  const mayWrite = useScopes("PRICE_LISTS_WRITE");
  const priceList = data?.priceLists.nodes[0];
  if (data && !priceList) return <NotFound />;
  return (
    <Page
      title={priceList?.title ?? "Price list"}
      heading={priceList && <Heading priceList={priceList} />}
      parent={{ to: "/price-lists", label: "Price lists" }}
      actions={priceList && mayWrite && <PriceListActions priceList={priceList} />}
    >
      <LoadState queries={[{ error, refetch }]} isLoaded={priceList !== undefined} height={240} />
      {priceList && <PriceListCards priceList={priceList} />}
    </Page>
  );
}

interface PriceListProps {
  readonly priceList: ShownPriceList;
}

function Heading({ priceList }: PriceListProps) {
  return (
    <Group gap="sm">
      <span>{priceList.title}</span>
      <StateBadge priceList={priceList} />
    </Group>
  );
}

function PriceListCards({ priceList }: PriceListProps) {
  const { id, deletedAt, customerGroups, metadata } = priceList;
  const maySeeHistory = useScopes("HISTORY_READ");
  return (
    <>
      {deletedAt !== null && (
        <Alert
          color="red"
          icon={<Info size={18} />}
          title={`This price list was deleted on ${formatDateTime(deletedAt)}`}
        >
          It applies to nobody. When it is restored, its prices and groups come back.
        </Alert>
      )}
      <div className="page-columns">
        <div className="page-column">
          <FactsCard priceList={priceList} />
          {deletedAt === null && <PricesCard priceListId={id} />}
          {maySeeHistory && <SubjectHistoryCard subjectType="PRICE_LIST" subjectId={id} />}
        </div>
        <div className="page-column">
          {customerGroups && <PriceListGroupsCard priceList={priceList} customerGroups={customerGroups} />}
          <PageCard title="Metadata">
            <MetadataView metadata={metadata} />
          </PageCard>
        </div>
      </div>
    </>
  );
}

function FactsCard({ priceList: { type, startsAt, endsAt, createdAt, updatedAt, description } }: PriceListProps) {
  return (
    <PageCard title="Details">
      <SimpleGrid cols={{ base: 2, xs: 3 }} verticalSpacing="sm">
        <Fact label="Type">{typeLabels[type]}</Fact>
        <Fact label="Starts">{startsAt === null ? "At once" : <Time value={startsAt} />}</Fact>
        <Fact label="Ends">{endsAt === null ? "Never" : <Time value={endsAt} />}</Fact>
        <Fact label="Created">
          <Time value={createdAt} />
        </Fact>
        <Fact label="Last changed">
          <Time value={updatedAt} />
        </Fact>
      </SimpleGrid>
      {description && (
        <Text size="sm" mt="md" dir="auto" className="wrap-anywhere" style={{ whiteSpace: "pre-wrap" }}>
          {description}
        </Text>
      )}
    </PageCard>
  );
}
