import { NativeSelect, SimpleGrid, Stack, Textarea, TextInput } from "@mantine/core";
import { FormButtons } from "../forms/form-buttons.js";
import { FormProblems } from "../forms/form-problems.js";
import type { EditForm } from "../forms/use-edit-form.js";
import { useUnsavedChanges } from "../forms/use-unsaved-changes.js";
import { VersionConflict } from "../forms/version-conflict.js";
import { MetadataInput } from "../metadata/metadata-input.js";
import { type PriceListValues, priceListLabels } from "./price-list-values.js";

interface PriceListFormProps {
  readonly server: EditForm<PriceListValues>;
  readonly action: string;
  /** The page to which the form leads without saving. */
  readonly cancel: string;
}

/** The form for a price list, without its prices and groups. */
export function PriceListForm({ server, action, cancel }: PriceListFormProps) {
  const { form, formProps, field, problems, isSending, conflict } = server;
  useUnsavedChanges(form.isDirty());
  return (
    <form {...formProps}>
      <Stack>
        <FormProblems problems={problems} />
        <VersionConflict conflict={conflict} form={form} labels={priceListLabels} />
        <TextInput label={priceListLabels.title} placeholder="Summer sale" required dir="auto" {...field("title")} />
        <Textarea
          label={priceListLabels.description}
          autosize
          minRows={2}
          maxRows={8}
          dir="auto"
          {...field("description")}
        />
        <SimpleGrid cols={{ base: 1, sm: 2 }}>
          <NativeSelect
            label={priceListLabels.type}
            data={[
              { value: "SALE", label: "Sale: reduced prices" },
              { value: "OVERRIDE", label: "Override: other prices, such as for wholesalers" },
            ]}
            {...field("type")}
          />
          <NativeSelect
            label={priceListLabels.status}
            data={[
              { value: "DRAFT", label: "Draft: applies to nobody" },
              { value: "ACTIVE", label: "Active: applies within its dates" },
            ]}
            {...field("status")}
          />
          <TextInput type="datetime-local" label={priceListLabels.startsAt} {...field("startsAt")} />
          <TextInput type="datetime-local" label={priceListLabels.endsAt} {...field("endsAt")} />
        </SimpleGrid>
        <MetadataInput {...field("metadata")} />
        <FormButtons action={conflict ? "Save these values" : action} isSending={isSending} cancel={cancel} />
      </Stack>
    </form>
  );
}
