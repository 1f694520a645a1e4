import { useMutation } from "@apollo/client/react";
import { Paper } from "@mantine/core";
import { notifyDone } from "../dialogs/notify.js";
import type { Payload } from "../forms/payload.js";
import { useEditForm } from "../forms/use-edit-form.js";
import { Page } from "../layout/page.js";
import { useNavigateFromPage } from "../layout/page-visit.js";
import { useMetadataChanges } from "../metadata/use-metadata-changes.js";
import { CreatePriceListDocument } from "./price-list.generated.js";
import { PriceListForm } from "./price-list-form.js";
import { noPriceListValues, type PriceListValues, withTimes } from "./price-list-values.js";

interface Created extends Payload {
  readonly priceList?: { readonly id: string } | null;
}

/** A form for a new price list. */
export function NewPriceListPage() {
  const navigate = useNavigateFromPage();
  const [create] = useMutation(CreatePriceListDocument);
  const metadata = useMetadataChanges(null);
  const server = useEditForm<PriceListValues, Created>({
    saved: { values: noPriceListValues, version: 0 },
    send: async (changes) => {
      const { type, status } = noPriceListValues;
      const result = metadata.inputOf({ type, status, ...withTimes(changes) });
      if ("refused" in result) return result.refused;
      const { input } = result;
      return (await create({ variables: { input } })).data?.priceListCreate;
    },
    presentOf: () => undefined,
    onSaved: ({ priceList }) => {
      notifyDone("The price list was created.");
      navigate(`/price-lists/${priceList?.id}`, { replace: true });
    },
  });
  return (
    <Page title="New price list" parent={{ to: "/price-lists", label: "Price lists" }}>
      <Paper withBorder p="lg" maw={720}>
        <PriceListForm server={server} action="Create price list" cancel="/price-lists" />
      </Paper>
    </Page>
  );
}
