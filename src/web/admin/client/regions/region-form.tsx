import { SimpleGrid, Stack, TextInput } from "@mantine/core";
import { FormButtons } from "../forms/form-buttons.js";
import { FormProblems } from "../forms/form-problems.js";
import type { EditForm } from "../forms/use-edit-form.js";
import { useUnsavedChanges } from "../forms/use-unsaved-changes.js";
import { VersionConflict } from "../forms/version-conflict.js";
import { MetadataInput } from "../metadata/metadata-input.js";
import { CountriesSelect } from "../pickers/countries-select.js";
import { type RegionValues, regionLabels } from "./region-values.js";

interface RegionFormProps {
  readonly server: EditForm<RegionValues>;
  readonly action: string;
  /** The page to which the form leads without saving. */
  readonly cancel: string;
}

/** The form for a region. */
export function RegionForm({ server, action, cancel }: RegionFormProps) {
  const { form, formProps, field, problems, isSending, conflict } = server;
  useUnsavedChanges(form.isDirty());
  return (
    <form {...formProps}>
      <Stack>
        <FormProblems problems={problems} />
        <VersionConflict conflict={conflict} form={form} labels={regionLabels} describe={describe} />
        <SimpleGrid cols={{ base: 1, sm: 2 }}>
          <TextInput label={regionLabels.name} placeholder="Europe" required dir="auto" {...field("name")} />
          <TextInput
            label={regionLabels.currencyCode}
            placeholder="EUR"
            required
            maxLength={3}
            {...field("currencyCode")}
          />
        </SimpleGrid>
        <CountriesSelect
          label={regionLabels.countryCodes}
          description="A country belongs to one region only"
          {...field("countryCodes")}
        />
        <MetadataInput {...field("metadata")} />
        <FormButtons action={conflict ? "Save these values" : action} isSending={isSending} cancel={cancel} />
      </Stack>
    </form>
  );
}

function describe(value: unknown): string {
  return Array.isArray(value) ? value.map((code: string) => code.toUpperCase()).join(", ") : String(value);
}
