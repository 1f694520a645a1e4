import { TextInput } from "@mantine/core";
import type { ServerForm } from "../forms/use-server-form.js";
import { ExternalIdsInput } from "../metadata/external-ids-input.js";
import { MetadataInput } from "../metadata/metadata-input.js";
import { type GroupValues, groupLabels } from "./group-values.js";

interface GroupFieldsProps {
  readonly server: ServerForm<GroupValues>;
}

/** The inputs for a group. */
export function GroupFields({ server: { form, field } }: GroupFieldsProps) {
  return (
    <>
      <TextInput label={groupLabels.name} placeholder="Wholesale" required dir="auto" {...field("name")} />
      <ExternalIdsInput
        externalIds={form.getValues().externalIds}
        field={field}
        onChange={(externalIds) => form.setFieldValue("externalIds", externalIds)}
      />
      <MetadataInput {...field("metadata")} />
    </>
  );
}
