import { useQuery } from "@apollo/client/react";
import { Button, Group, SimpleGrid, Text } from "@mantine/core";
import { Pencil, Trash2 } from "lucide-react";
import { Link, useParams } from "react-router";
import { useConfirm } from "../dialogs/confirm.js";
import { formatCount } from "../format/format.js";
import { Time } from "../format/time.js";
import { useAction } from "../forms/use-action.js";
import { SubjectHistoryCard } from "../history/subject-history-card.js";
import { Fact } from "../layout/fact.js";
import { LoadState } from "../layout/load-state.js";
import { NotFound } from "../layout/not-found.js";
import { Page } from "../layout/page.js";
import { PageCard } from "../layout/page-card.js";
import { useNavigateFromPage } from "../layout/page-visit.js";
import { MetadataView } from "../metadata/metadata-view.js";
import { useScopes } from "../viewer/viewer-context.js";
import { DeleteRegionDocument, type RegionDetailsFragment, RegionPageDocument } from "./regions.generated.js";

/** One region. */
export function RegionPage() {
  const { id = "" } = useParams();
  const { data, error, refetch } = useQuery(RegionPageDocument, {
    variables: { id },
    fetchPolicy: "cache-and-network",
  });
  const mayWrite = useScopes("REGIONS_WRITE");
  const region = data?.region;
  if (data && !region) return <NotFound />;
  return (
    <Page
      title={region?.name ?? "Region"}
      parent={{ to: "/regions", label: "Regions" }}
      actions={region && mayWrite && <RegionActions region={region} />}
    >
      <LoadState queries={[{ error, refetch }]} isLoaded={region !== undefined} height={240} />
      {region && <RegionCards region={region} />}
    </Page>
  );
}

interface RegionProps {
  readonly region: RegionDetailsFragment;
}

function RegionCards({ region }: RegionProps) {
  const { id, currencyCode, countries, createdAt, updatedAt, metadata } = region;
  const maySeeHistory = useScopes("HISTORY_READ");
  return (
    <div className="page-columns">
      <div className="page-column">
        <PageCard title="Details">
          <SimpleGrid cols={{ base: 1, xs: 3 }}>
            <Fact label="Currency">{currencyCode}</Fact>
            <Fact label="Created">
              <Time value={createdAt} />
            </Fact>
            <Fact label="Last changed">
              <Time value={updatedAt} />
            </Fact>
          </SimpleGrid>
        </PageCard>
        <PageCard title="Countries" actions={<CountryCount count={countries.length} />}>
          {countries.length === 0 && <Text c="dimmed">None.</Text>}
          <Group component="ul" gap="xs" className="plain-list">
            {countries.map(({ iso2, displayName }) => (
              <Text component="li" size="sm" key={iso2} className="chip">
                {displayName}
              </Text>
            ))}
          </Group>
        </PageCard>
        {maySeeHistory && <SubjectHistoryCard subjectType="REGION" subjectId={id} />}
      </div>
      <div className="page-column">
        <PageCard title="Metadata">
          <MetadataView metadata={metadata} />
        </PageCard>
      </div>
    </div>
  );
}

function CountryCount({ count }: { readonly count: number }) {
  return (
    <Text size="sm" c="dimmed">
      {formatCount(count, "country", "countries")}
    </Text>
  );
}

function RegionActions({ region: { id, name } }: RegionProps) {
  const confirm = useConfirm();
  const navigate = useNavigateFromPage();
  const { run, isRunning } = useAction(DeleteRegionDocument, "The region was deleted.");
  const askAndDelete = async () => {
    const question = {
      title: "Delete this region?",
      body: (
        <>
          <bdi>{name}</bdi> is deleted for good. Its countries belong to no region then, until another one gets them.
        </>
      ),
      action: "Delete region",
      isDangerous: true,
    };
    if ((await confirm(question)) && (await run({ id }))) navigate("/regions");
  };
  return (
    <>
      <Button
        variant="default"
        component={Link}
        to={`/regions/${id}/edit`}
        leftSection={<Pencil size={16} aria-hidden />}
      >
        Edit
      </Button>
      <Button
        variant="default"
        leftSection={<Trash2 size={16} aria-hidden />}
        loading={isRunning}
        onClick={askAndDelete}
      >
        Delete
      </Button>
    </>
  );
}
