// biome-ignore-all lint/a11y/noRedundantRoles: the roles must stay when the style sheet shows rows as cards
import { Checkbox, Paper, Skeleton, UnstyledButton } from "@mantine/core";
import { ArrowDown, ArrowUp, ChevronsUpDown } from "lucide-react";
import type { ReactNode } from "react";
import type { Sort } from "./use-list-url.js";
import { useOverflow } from "./use-overflow.js";

/** A column of a table. */
export interface Column<Row, Field extends string = string> {
  readonly key: string;
  readonly title: string;
  /** The field of the API that sorts by this column. */
  readonly sortField?: Field;
  readonly align?: "start" | "end";
  render(row: Row): ReactNode;
}

/** The rows that are selected. */
export interface Selection {
  readonly ids: ReadonlySet<string>;
  change(ids: ReadonlySet<string>): void;
}

interface DataTableProps<Row, Field extends string> {
  /** The name of the table for screen readers. */
  readonly label: string;
  readonly columns: readonly Column<Row, Field>[];
  /** Undefined until the first rows are loaded. */
  readonly rows: readonly Row[] | undefined;
  /** True while other rows are loaded. The present ones stay. */
  readonly isLoading?: boolean;
  readonly sort?: Sort<Field>;
  onSort?(sort: Sort<Field>): void;
  readonly selection?: Selection;
  /** The name of a row, for its checkbox. */
  rowName?(row: Row): string;
  /** Is shown if there are no rows. */
  readonly empty: ReactNode;
}

/**
 * A table whose rows become cards on a phone. On wider screens it scrolls if its columns need more room. It is plain HTML: Mantine's table would load the code of its scroll areas and popovers
 * with the first view.
 */
export function DataTable<Row extends { readonly id: string }, Field extends string>(
  props: DataTableProps<Row, Field>,
) {
  const { label, columns, rows, isLoading = false, selection, empty } = props;
  if (rows?.length === 0) return <Paper withBorder>{empty}</Paper>;
  return (
    <TableFrame label={label} isLoading={isLoading}>
      <table role="table" aria-label={label} className="data-table">
        <thead role="rowgroup">
          <tr role="row">
            {selection && rows && <SelectAll rows={rows} selection={selection} />}
            {columns.map((column) => (
              <HeaderCell key={column.key} column={column} {...props} />
            ))}
          </tr>
        </thead>
        <tbody role="rowgroup" {...(isLoading && { "data-loading": true })}>
          {rows ? rows.map((row) => <BodyRow key={row.id} row={row} {...props} />) : <SkeletonRows columns={columns} />}
        </tbody>
      </table>
    </TableFrame>
  );
}

interface TableFrameProps {
  readonly label: string;
  readonly isLoading: boolean;
  readonly children: ReactNode;
}

/** The border of a table. If the table is wider, the keyboard can scroll it, too. */
function TableFrame({ label, isLoading, children }: TableFrameProps) {
  const [isOverflowing, observe] = useOverflow();
  return (
    <Paper
      withBorder
      className="data-table-frame"
      aria-busy={isLoading}
      ref={observe}
      {...(isOverflowing && { role: "region", "aria-label": `All columns: ${label}`, tabIndex: 0 })}
    >
      {children}
    </Paper>
  );
}

interface HeaderCellProps<Field extends string> {
  readonly column: Column<never, Field>;
  readonly sort?: Sort<Field>;
  onSort?(sort: Sort<Field>): void;
}

function HeaderCell<Field extends string>({ column, sort, onSort }: HeaderCellProps<Field>) {
  const { title, sortField, align } = column;
  if (!sortField || !onSort) {
    return (
      <th role="columnheader" scope="col" data-align={align}>
        {title}
      </th>
    );
  }
  const direction = sort?.field === sortField ? sort.direction : undefined;
  const Icon = direction === "ASC" ? ArrowUp : direction === "DESC" ? ArrowDown : ChevronsUpDown;
  return (
    <th
      role="columnheader"
      scope="col"
      data-align={align}
      aria-sort={direction === "ASC" ? "ascending" : direction === "DESC" ? "descending" : "none"}
    >
      <UnstyledButton
        className="data-table-sort"
        data-active={direction !== undefined}
        onClick={() => onSort({ field: sortField, direction: direction === "ASC" ? "DESC" : "ASC" })}
      >
        {title}
        <Icon size={14} aria-hidden />
      </UnstyledButton>
    </th>
  );
}

function BodyRow<Row extends { readonly id: string }, Field extends string>(
  props: DataTableProps<Row, Field> & { readonly row: Row },
) {
  const { row, columns, selection, rowName } = props;
  const isSelected = selection?.ids.has(row.id) ?? false;
  return (
    <tr role="row" data-selected={isSelected}>
      {selection && (
        <td role="cell" className="data-table-select">
          <Checkbox
            aria-label={`Select ${rowName?.(row) ?? row.id}`}
            checked={isSelected}
            onChange={({ currentTarget }) => selection.change(withIds(selection.ids, [row.id], currentTarget.checked))}
          />
        </td>
      )}
      {columns.map(({ key, title, align, render }) => (
        <td role="cell" key={key} data-label={title} data-align={align}>
          {render(row)}
        </td>
      ))}
    </tr>
  );
}

interface SelectAllProps {
  readonly rows: readonly { readonly id: string }[];
  readonly selection: Selection;
}

function SelectAll({ rows, selection }: SelectAllProps) {
  const ids = rows.map(({ id }) => id);
  const count = ids.filter((id) => selection.ids.has(id)).length;
  return (
    <th role="columnheader" scope="col" className="data-table-select">
      <Checkbox
        aria-label="Select all rows of this page"
        checked={count === ids.length}
        indeterminate={count > 0 && count < ids.length}
        onChange={({ currentTarget }) => selection.change(withIds(selection.ids, ids, currentTarget.checked))}
      />
    </th>
  );
}

function withIds(present: ReadonlySet<string>, ids: readonly string[], isSelected: boolean): ReadonlySet<string> {
  const next = new Set(present);
  for (const id of ids) {
    if (isSelected) next.add(id);
    else next.delete(id);
  }
  return next;
}

function SkeletonRows({ columns }: { readonly columns: readonly { readonly key: string }[] }) {
  return Array.from({ length: 8 }, (_, row) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: the rows are all the same
    <tr role="row" key={row} aria-hidden>
      {columns.map(({ key }) => (
        <td role="cell" key={key}>
          <Skeleton height={14} my={4} width="70%" />
        </td>
      ))}
    </tr>
  ));
}
