import { useMutation, useQuery } from "@apollo/client/react";
import { Radio, Stack, Text } from "@mantine/core";
import { useLocation } from "react-router";
import { whereOf } from "../customers/customer-filters.js";
import { FilterPanel } from "../customers/filter-panel.js";
import { type CustomerList, useCustomerList } from "../customers/use-customer-list.js";
import { formatCount } from "../format/format.js";
import { FormButtons } from "../forms/form-buttons.js";
import { FormProblems } from "../forms/form-problems.js";
import { useServerForm } from "../forms/use-server-form.js";
import type { CustomerFilter, FileFormat } from "../generated/schema.js";
import { LoadState } from "../layout/load-state.js";
import { Page } from "../layout/page.js";
import { PageCard } from "../layout/page-card.js";
import { useNavigateFromPage } from "../layout/page-visit.js";
import { SearchInput } from "../lists/search-input.js";
import { ExportCountDocument, StartExportDocument } from "./start-job.generated.js";

interface ExportedCustomers {
  readonly where: CustomerFilter;
  readonly search: string;
}

/** Exports customers: those of the filter in the address, or those that were selected in the list. */
export function ExportPage() {
  const state = useCustomerList();
  const ids = useSelectedIds();
  const exported = ids ? { where: { id: { in: ids } }, search: "" } : searchOf(state);
  return (
    <Page title="Export customers" parent={{ to: "/import-export", label: "Import and export" }}>
      <PageCard title="Customers">
        <Stack>
          {ids ? <Text size="sm">Those that you selected in the list of customers.</Text> : <Filters state={state} />}
          <Count exported={exported} />
        </Stack>
      </PageCard>
      <ExportForm exported={exported} />
    </Page>
  );
}

function searchOf({ filters, list }: CustomerList): ExportedCustomers {
  return { where: whereOf(filters), search: list.search };
}

/** The customers that were selected in the list. They are in the entry of the history, because there may be too many for the address. */
function useSelectedIds(): string[] | undefined {
  const state: unknown = useLocation().state;
  const ids = typeof state === "object" && state !== null && "ids" in state ? state.ids : undefined;
  return Array.isArray(ids) ? ids : undefined;
}

interface FiltersProps {
  readonly state: CustomerList;
}

function Filters({ state }: FiltersProps) {
  const { list } = state;
  return (
    <>
      <div style={{ maxWidth: 480 }}>
        <SearchInput
          label="Search customers"
          placeholder="Search names, emails, companies, phones"
          value={list.search}
          onSearch={(search) => list.set({ search }, { isTyping: true })}
        />
      </div>
      <FilterPanel id="export-filters" state={state} />
    </>
  );
}

interface ExportedProps {
  readonly exported: ExportedCustomers;
}

function Count({ exported }: ExportedProps) {
  const { data, previousData, error, refetch } = useQuery(ExportCountDocument, {
    variables: { ...exported },
    fetchPolicy: "cache-and-network",
  });
  const count = (data ?? (error ? undefined : previousData))?.customers.totalCount;
  return (
    <>
      <LoadState queries={[{ error, refetch }]} isLoaded={data !== undefined} />
      <Text role="status" size="sm" c="dimmed">
        {count !== undefined && `${formatCount(count, "customer is", "customers are")} exported.`}
      </Text>
    </>
  );
}

const formats = [
  {
    value: "CSV",
    label: "CSV",
    description: "A table for spreadsheets: UTF-8, with commas. Addresses have columns of their own.",
  },
  { value: "JSONL", label: "JSONL", description: "One JSON object in each line, for programs." },
] as const satisfies readonly { value: FileFormat; label: string; description: string }[];

function ExportForm({ exported }: ExportedProps) {
  const navigate = useNavigateFromPage();
  const [start] = useMutation(StartExportDocument);
  const { formProps, field, problems, isSending } = useServerForm({
    initialValues: { format: "CSV" as FileFormat },
    send: async ({ format }) => (await start({ variables: { format, ...exported } })).data?.customersExport,
    onSaved: ({ job }) => navigate(`/import-export/${job?.id}`),
  });
  return (
    <form {...formProps}>
      <Stack gap="lg">
        <FormProblems title="The export was not started" problems={problems} />
        <PageCard title="Format">
          <Radio.Group aria-label="Format" {...field("format")}>
            <Stack gap="sm">
              {formats.map((format) => (
                <Radio key={format.value} {...format} />
              ))}
            </Stack>
          </Radio.Group>
        </PageCard>
        <FormButtons action="Export" isSending={isSending} cancel="/import-export" />
      </Stack>
    </form>
  );
}
