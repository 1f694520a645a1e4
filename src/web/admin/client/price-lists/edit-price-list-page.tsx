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
import { EditPriceListDocument, type PriceListDetailsFragment, PriceListPageDocument } from "./price-list.generated.js";
import { PriceListForm } from "./price-list-form.js";
import { savedPriceList, withTimes } from "./price-list-values.js";

/** The form for the fields of a price list. */
export function EditPriceListPage() {
  const { id = "" } = useParams();
  const { data, error, refetch } = useQuery(PriceListPageDocument, {
    variables: { id, withGroups: false },
    fetchPolicy: "network-only",
    // The form keeps what is typed. Later states of the price list would not change it.
    nextFetchPolicy: "cache-only",
  });
  const priceList = data?.priceLists.nodes[0];
  if (data && (!priceList || priceList.deletedAt !== null)) return <NotFound />;
  return (
    <Page title="Edit price list" parent={{ to: `/price-lists/${id}`, label: priceList?.title ?? "Price list" }}>
      <Paper withBorder p="lg" maw={720}>
        <LoadState queries={[{ error, refetch }]} isLoaded={priceList !== undefined} height={240} />
        {priceList && <EditPriceList priceList={priceList} />}
      </Paper>
    </Page>
  );
}

function EditPriceList({ priceList }: { readonly priceList: PriceListDetailsFragment }) {
  const { id } = priceList;
  const navigate = useNavigateFromPage();
  const [save] = useMutation(EditPriceListDocument);
  const metadata = useMetadataChanges(priceList.metadata);
  const server = useEditForm({
    saved: savedPriceList(priceList),
    send: async (changes, ifVersion) => {
      const result = metadata.inputOf(withTimes(changes));
      if ("refused" in result) return result.refused;
      return (await save({ variables: { id, ifVersion, input: result.input } })).data?.priceListUpdate;
    },
    presentOf: ({ userErrors }) => {
      const current = currentOf<PriceListDetailsFragment>(userErrors);
      if (!current) return undefined;
      metadata.setSaved(current.metadata);
      return savedPriceList(current);
    },
    onSaved: () => {
      notifyDone("The price list was saved.");
      navigate(`/price-lists/${id}`, { replace: true });
    },
  });
  return <PriceListForm server={server} action="Save" cancel={`/price-lists/${id}`} />;
}
