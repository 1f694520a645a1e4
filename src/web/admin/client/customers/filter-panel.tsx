import { Button, Group, NativeSelect, Paper, SimpleGrid } from "@mantine/core";
import { CountrySelect } from "../pickers/country-select.js";
import { GroupsSelect } from "../pickers/groups-select.js";
import { DayInput } from "./day-input.js";
import type { CustomerList } from "./use-customer-list.js";

interface FilterPanelProps {
  readonly id: string;
  readonly state: CustomerList;
}

/** The fields that filter customers. They work at once, and are in the address. */
export function FilterPanel({ id, state }: FilterPanelProps) {
  const { list, filters, rights, isFiltered, clearFilters } = state;
  const set = (name: string) => (value: string | null) => list.set({ [name]: value ?? undefined });
  return (
    <Paper withBorder p="md" id={id} role="region" aria-label="Filters">
      <SimpleGrid cols={{ base: 1, xs: 2, md: 3 }}>
        {rights.mayReadGroups && (
          <GroupsSelect
            label="In any of these groups"
            ids={filters.groups}
            onChange={(ids) => list.set({ groups: ids.join() })}
          />
        )}
        <NativeSelect
          label="Account"
          value={filters.account ?? ""}
          onChange={(event) => set("account")(event.currentTarget.value)}
          data={[
            { value: "", label: "Registered customers and guests" },
            { value: "yes", label: "Registered customers" },
            { value: "no", label: "Guests" },
          ]}
        />
        <CountrySelect label="Country of an address" value={filters.country ?? null} onChange={set("country")} />
        {rights.mayReadOrders && (
          <NativeSelect
            label="Orders"
            value={filters.orders ?? ""}
            onChange={(event) => set("orders")(event.currentTarget.value)}
            data={[
              { value: "", label: "With and without orders" },
              { value: "yes", label: "With orders" },
              { value: "no", label: "Without orders" },
            ]}
          />
        )}
        <DayInput label="Created from" value={filters.from} onChange={set("from")} />
        <DayInput label="Created until" value={filters.to} onChange={set("to")} />
      </SimpleGrid>
      <Group justify="flex-end" mt="md">
        <Button variant="default" size="xs" disabled={!isFiltered} onClick={clearFilters}>
          Clear the filters
        </Button>
      </Group>
    </Paper>
  );
}
