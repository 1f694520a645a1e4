import { useMutation, useQuery } from "@apollo/client/react";
import { Paper } from "@mantine/core";
import { useParams } from "react-router";
import { notifyDone } from "../dialogs/notify.js";
import { currentOf, useEditForm } from "../forms/use-edit-form.js";
import { LoadState } from "../layout/load-state.js";
import { NotFound } from "../layout/not-found.js";
import { Page } from "../layout/page.js";
import { useNavigateFromPage } from "../layout/page-visit.js";
import { useMetadataChanges } from "../metadata/use-metadata-changes.js";
import { RegionForm } from "./region-form.js";
import { regionFieldOf, savedRegion } from "./region-values.js";
import { EditRegionDocument, type RegionDetailsFragment, RegionPageDocument } from "./regions.generated.js";

/** The form for the fields of a region. */
export function EditRegionPage() {
  const { id = "" } = useParams();
  const { data, error, refetch } = useQuery(RegionPageDocument, {
    variables: { id },
    fetchPolicy: "network-only",
    // The form keeps what is typed. Later states of the region would not change it.
    nextFetchPolicy: "cache-only",
  });
  const region = data?.region;
  if (data && !region) return <NotFound />;
  return (
    <Page title="Edit region" parent={{ to: `/regions/${id}`, label: region?.name ?? "Region" }}>
      <Paper withBorder p="lg" maw={720}>
        <LoadState queries={[{ error, refetch }]} isLoaded={region !== undefined} height={240} />
        {region && <EditRegion region={region} />}
      </Paper>
    </Page>
  );
}

function EditRegion({ region }: { readonly region: RegionDetailsFragment }) {
  const { id } = region;
  const navigate = useNavigateFromPage();
  const [save] = useMutation(EditRegionDocument);
  const metadata = useMetadataChanges(region.metadata);
  const server = useEditForm({
    saved: savedRegion(region),
    send: async (changes, ifVersion) => {
      const result = metadata.inputOf(changes);
      if ("refused" in result) return result.refused;
      return (await save({ variables: { id, ifVersion, input: result.input } })).data?.regionUpdate;
    },
    presentOf: ({ userErrors }) => {
      const current = currentOf<RegionDetailsFragment>(userErrors);
      if (!current) return undefined;
      metadata.setSaved(current.metadata);
      return savedRegion(current);
    },
    onSaved: () => {
      notifyDone("The region was saved.");
      navigate(`/regions/${id}`, { replace: true });
    },
    fieldOf: regionFieldOf,
  });
  return <RegionForm server={server} action="Save" cancel={`/regions/${id}`} />;
}
