import { useMutation } from "@apollo/client/react";
import { Paper, Stack, Text, Textarea } from "@mantine/core";
import { useParams } from "react-router";
import { notifyDone } from "../dialogs/notify.js";
import { FormButtons } from "../forms/form-buttons.js";
import { FormProblems } from "../forms/form-problems.js";
import type { Payload } from "../forms/payload.js";
import { useServerForm } from "../forms/use-server-form.js";
import { useUnsavedChanges } from "../forms/use-unsaved-changes.js";
import { LoadState } from "../layout/load-state.js";
import { NotFound } from "../layout/not-found.js";
import { Page } from "../layout/page.js";
import { useNavigateFromPage } from "../layout/page-visit.js";
import { atLine, parsePriceLines } from "./price-lines.js";
import { EditPriceListDocument } from "./price-list.generated.js";
import { type LoadedPrices, useAllPrices } from "./use-all-prices.js";

/** The form for all prices of a price list, one in each line. */
export function EditPricesPage() {
  const { id = "" } = useParams();
  const { loaded, error, retry } = useAllPrices(id);
  if (loaded === null) return <NotFound />;
  return (
    <Page title="Edit prices" parent={{ to: `/price-lists/${id}`, label: loaded?.title ?? "Price list" }}>
      <Paper withBorder p="lg" maw={900}>
        <LoadState queries={[{ error, refetch: retry }]} isLoaded={loaded !== undefined} height={320} />
        {loaded && <EditPricesForm id={id} loaded={loaded} />}
      </Paper>
    </Page>
  );
}

interface EditPricesFormProps {
  readonly id: string;
  readonly loaded: LoadedPrices;
}

function EditPricesForm({ id, loaded: { text, version } }: EditPricesFormProps) {
  const navigate = useNavigateFromPage();
  const [save] = useMutation(EditPriceListDocument);
  const { form, formProps, field, problems, isSending } = useServerForm<{ lines: string }, Payload>({
    initialValues: { lines: text },
    send: async (values) => {
      const { prices, lines, errors } = parsePriceLines(values.lines);
      if (errors.length > 0) return { userErrors: errors };
      const { data } = await save({ variables: { id, ifVersion: version, input: { prices } } });
      return data && { userErrors: data.priceListUpdate.userErrors.map((error) => atLine(error, lines)) };
    },
    onSaved: () => {
      notifyDone("The prices were saved.");
      navigate(`/price-lists/${id}`, { replace: true });
    },
  });
  useUnsavedChanges(form.isDirty());
  return (
    <form {...formProps}>
      <Stack>
        <FormProblems problems={problems} />
        <Text size="sm">
          One price in each line: variant, currency, amount, lowest and highest quantity, separated by semicolons or
          tabs, such as <code>variant_1; EUR; 10.00; 1; 9</code>. The quantities may be left out. Lines from a
          spreadsheet can be pasted.
        </Text>
        <Textarea
          label="Prices"
          placeholder="variant_1; EUR; 10.00; 1; 9"
          autosize
          minRows={10}
          maxRows={30}
          spellCheck={false}
          classNames={{ input: "metadata-input" }}
          {...field("lines")}
        />
        <FormButtons action="Save prices" isSending={isSending} cancel={`/price-lists/${id}`} />
      </Stack>
    </form>
  );
}
