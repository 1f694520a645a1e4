import { NativeSelect, Stack, Text, TextInput } from "@mantine/core";
import { useMemo } from "react";
import type { ServerForm } from "../forms/use-server-form.js";
import { type Column, DataTable } from "../lists/data-table.js";
import { useScopes } from "../viewer/viewer-context.js";
import { asItIs, type ColumnChoice, isRead, typedKinds } from "./column-choice.js";
import type { FilePreview } from "./file-preview.js";
import { fieldGroups } from "./import-fields.js";
import type { PreviewColumn } from "./preview-column.js";

interface ColumnFieldsProps {
  readonly preview: FilePreview;
  readonly choices: readonly ColumnChoice[];
  readonly field: ServerForm<Record<string, unknown>>["field"];
}

interface ColumnRow extends PreviewColumn {
  readonly id: string;
  readonly index: number;
  readonly choice: ColumnChoice;
}

/** The columns of the file with their first values, and a choice of the field of each. */
export function ColumnFields({ preview: { format, columns }, choices, field }: ColumnFieldsProps) {
  const data = useChoices();
  const rows = columns.map(
    (column, index): ColumnRow => ({
      ...column,
      id: String(index),
      index,
      choice: choices[index] ?? { kind: "", typed: "" },
    }),
  );
  const shown: readonly Column<ColumnRow>[] = [
    { key: "name", title: "Column", render: ({ name, index }) => <ColumnName name={name} index={index} /> },
    { key: "values", title: "First rows", render: ({ values }) => <Values values={values} /> },
    {
      key: "field",
      title: "Field",
      render: (row) => {
        if (row.name === "") return "Left out";
        const isWhole = format === "JSONL" && isRead(row.name);
        return <FieldOfColumn row={row} data={isWhole ? wholeChoices : data} field={field} />;
      },
    },
  ];
  return <DataTable label="Columns" columns={shown} rows={rows} empty={null} />;
}

const leftOut = { value: "", label: "Leave out" };
const wholeChoices = [{ value: asItIs, label: "As it is" }, leftOut];

function useChoices() {
  const mayWriteGroups = useScopes("CUSTOMER_GROUPS_WRITE");
  return useMemo(
    () => [
      leftOut,
      ...fieldGroups(mayWriteGroups),
      {
        group: "To be typed",
        items: [
          { value: "externalIds.*", label: "Id in another system…" },
          { value: "metadata.*", label: "A key of the metadata…" },
          { value: "other.*", label: "Another field…" },
        ],
      },
    ],
    [mayWriteGroups],
  );
}

interface ColumnNameProps {
  readonly name: string;
  readonly index: number;
}

function ColumnName({ name, index }: ColumnNameProps) {
  return name === "" ? (
    <Text span size="sm" c="dimmed">
      Column {index + 1}, without a name
    </Text>
  ) : (
    <Text span size="sm" fw={500} dir="auto">
      {name}
    </Text>
  );
}

function Values({ values }: Pick<PreviewColumn, "values">) {
  return (
    <div className="preview-values">
      {values.map((value, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the rows of a preview never move
        <div key={index} dir="auto">
          {value === "" ? "—" : value}
        </div>
      ))}
    </div>
  );
}

interface FieldOfColumnProps {
  readonly row: ColumnRow;
  readonly data: ReturnType<typeof useChoices> | typeof wholeChoices;
  readonly field: ColumnFieldsProps["field"];
}

function FieldOfColumn({ row: { name, index, choice }, data, field }: FieldOfColumnProps) {
  const typed = typedKinds[choice.kind];
  return (
    <Stack gap={4} className="column-field">
      <NativeSelect aria-label={`Field of ${name}`} data={data} {...field(`columns.${index}.kind`)} />
      {typed && (
        <TextInput
          aria-label={`${typed.label} of ${name}`}
          placeholder={typed.label}
          {...field(`columns.${index}.typed`)}
        />
      )}
    </Stack>
  );
}
