import { useMutation } from "@apollo/client/react";
import { Paper } from "@mantine/core";
import { notifyDone } from "../dialogs/notify.js";
import type { Payload } from "../forms/payload.js";
import { useEditForm } from "../forms/use-edit-form.js";
import { Page } from "../layout/page.js";
import { useNavigateFromPage } from "../layout/page-visit.js";
import { useMetadataChanges } from "../metadata/use-metadata-changes.js";
import { RegionForm } from "./region-form.js";
import { noRegionValues, type RegionValues, regionFieldOf } from "./region-values.js";
import { CreateRegionDocument } from "./regions.generated.js";

interface Created extends Payload {
  readonly region?: { readonly id: string } | null;
}

/** A form for a new region. */
export function NewRegionPage() {
  const navigate = useNavigateFromPage();
  const [create] = useMutation(CreateRegionDocument);
  const metadata = useMetadataChanges(null);
  const server = useEditForm<RegionValues, Created>({
    saved: { values: noRegionValues, version: 0 },
    send: async (changes) => {
      const result = metadata.inputOf(changes);
      if ("refused" in result) return result.refused;
      return (await create({ variables: { input: result.input } })).data?.regionCreate;
    },
    presentOf: () => undefined,
    onSaved: ({ region }) => {
      notifyDone("The region was created.");
      navigate(`/regions/${region?.id}`, { replace: true });
    },
    fieldOf: regionFieldOf,
  });
  return (
    <Page title="New region" parent={{ to: "/regions", label: "Regions" }}>
      <Paper withBorder p="lg" maw={720}>
        <RegionForm server={server} action="Create region" cancel="/regions" />
      </Paper>
    </Page>
  );
}
