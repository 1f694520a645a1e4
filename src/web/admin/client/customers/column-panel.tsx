import { Checkbox, Group, Paper } from "@mantine/core";
import { columnsFor, writeColumns } from "./customer-columns.js";
import type { CustomerList } from "./use-customer-list.js";

interface ColumnPanelProps {
  readonly id: string;
  readonly state: CustomerList;
}

/** The choice of columns. */
export function ColumnPanel({ id, state: { list, columns, rights } }: ColumnPanelProps) {
  return (
    <Paper withBorder p="md" id={id}>
      <Checkbox.Group
        label="Columns"
        value={[...columns]}
        onChange={(keys) => list.set({ columns: writeColumns(keys) })}
      >
        <Group gap="lg" mt="xs">
          {columnsFor(rights).map(({ key, title }) => (
            <Checkbox key={key} value={key} label={title} disabled={key === "name"} />
          ))}
        </Group>
      </Checkbox.Group>
    </Paper>
  );
}
