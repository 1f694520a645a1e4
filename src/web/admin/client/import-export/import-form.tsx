import { Button, Checkbox, Group, NativeSelect, Progress, Radio, Stack, Text } from "@mantine/core";
import { useEffect } from "react";
import { FormButtons } from "../forms/form-buttons.js";
import { FormProblems } from "../forms/form-problems.js";
import type { ServerForm } from "../forms/use-server-form.js";
import { useUnsavedChanges } from "../forms/use-unsaved-changes.js";
import { PageCard } from "../layout/page-card.js";
import { fieldOf } from "./column-choice.js";
import { ColumnFields } from "./column-fields.js";
import type { FilePreview } from "./file-preview.js";
import { type ImportValues, useImport } from "./use-import.js";

interface ImportFormProps {
  readonly file: File;
  readonly preview: FilePreview;
  onSending(isSending: boolean): void;
}

/** The form of an import: the field of each column, and how the rows are imported. */
export function ImportForm({ file, preview, onSending }: ImportFormProps) {
  const { form, formProps, field, problems, isSending, uploaded, cancelUpload } = useImport(file, preview);
  const values = form.getValues();
  useUnsavedChanges(form.isDirty() || isSending);
  useEffect(() => onSending(isSending), [isSending, onSending]);
  return (
    <form {...formProps}>
      <Stack gap="lg">
        <FormProblems title="The import was not started" problems={problems} />
        <PageCard title="Columns">
          <Stack gap="sm">
            <Text size="sm" c="dimmed">
              {describeChoices(values)}
            </Text>
            <ColumnFields preview={preview} choices={values.columns} field={field} />
          </Stack>
        </PageCard>
        <PageCard title="Rows">
          <RowOptions values={values} field={field} />
        </PageCard>
        {uploaded !== undefined && <UploadProgress share={uploaded} onCancel={cancelUpload} />}
        <FormButtons
          action={values.dryRun ? "Start the dry run" : "Import"}
          isSending={isSending}
          cancel="/import-export"
        />
      </Stack>
    </form>
  );
}

function describeChoices({ columns }: ImportValues): string {
  const used = columns.filter((choice) => fieldOf(choice) !== "").length;
  const leftOut = columns.length - used;
  const rule = "An empty cell does not change its field.";
  if (leftOut === 0) return `Each column has a field. ${rule}`;
  return `${used} of ${columns.length} columns have a field. The others are left out. ${rule}`;
}

interface RowOptionsProps {
  readonly values: ImportValues;
  readonly field: ServerForm<ImportValues>["field"];
}

function RowOptions({ values, field }: RowOptionsProps) {
  const systems = values.columns.map(fieldOf).flatMap((name) => name.match(/^externalIds\.(.+)$/)?.[1] ?? []);
  const { value: isDryRun, ...dryRun } = field("dryRun");
  return (
    <Stack maw={640}>
      <NativeSelect
        label="Which customer a row is about"
        description="A row whose customer exists changes it. Another row creates a customer."
        data={[
          { value: "", label: "By the first value of: id, id in another system, email" },
          { value: "email", label: "By the email" },
          { value: "id", label: "By the id of this server" },
          ...systems.map((system) => ({ value: `externalId:${system}`, label: `By the id in ${system}` })),
        ]}
        {...field("identifyBy")}
      />
      <Radio.Group label="If some rows have errors" {...field("onBadRow")}>
        <Stack gap="xs" mt="xs">
          <Radio value="SKIP_BAD_ROWS" label="Import the others, and list the errors" />
          <Radio value="ALL_OR_NOTHING" label="Import nothing, and list the errors" />
        </Stack>
      </Radio.Group>
      <Checkbox
        label="Dry run first"
        description="Checks everything and writes nothing. After it, one click imports the same file."
        checked={isDryRun}
        {...dryRun}
      />
    </Stack>
  );
}

interface UploadProgressProps {
  readonly share: number;
  onCancel(): void;
}

function UploadProgress({ share, onCancel }: UploadProgressProps) {
  const percent = Math.round(share * 100);
  return (
    <Group gap="sm" wrap="nowrap">
      <Text size="sm" role="status" style={{ whiteSpace: "nowrap" }}>
        Sending the file: {percent}%
      </Text>
      <Progress value={percent} aria-label="Sending the file" style={{ flex: 1 }} />
      <Button variant="default" size="xs" onClick={onCancel}>
        Cancel the upload
      </Button>
    </Group>
  );
}
