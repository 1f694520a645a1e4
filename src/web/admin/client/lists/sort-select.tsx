import { NativeSelect } from "@mantine/core";
import type { Column } from "./data-table.js";
import type { Sort } from "./use-list-url.js";

interface SortSelectProps<Field extends string> {
  readonly columns: readonly Column<never, Field>[];
  readonly sort: Sort<Field>;
  onSort(sort: Sort<Field>): void;
}

/** Sorts on a phone, where the table has no headings. */
export function SortSelect<Field extends string>({ columns, sort, onSort }: SortSelectProps<Field>) {
  const choices = columns.flatMap(({ title, sortField: field }) =>
    field === undefined
      ? []
      : (["ASC", "DESC"] as const).map((direction) => ({ title, field, direction, value: `${field}:${direction}` })),
  );
  const change = (value: string) => {
    const choice = choices.find((candidate) => candidate.value === value);
    if (choice) onSort({ field: choice.field, direction: choice.direction });
  };
  return (
    <NativeSelect
      hiddenFrom="sm"
      aria-label="Sort by"
      value={`${sort.field}:${sort.direction}`}
      onChange={(event) => change(event.currentTarget.value)}
      data={choices.map(({ title, direction, value }) => ({
        value,
        label: `${title}, ${direction === "ASC" ? "ascending" : "descending"}`,
      }))}
    />
  );
}
