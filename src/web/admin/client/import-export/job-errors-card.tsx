import { useApolloClient, useQuery } from "@apollo/client/react";
import { Button, Stack } from "@mantine/core";
import { Download } from "lucide-react";
import { useEffect, useState } from "react";
import { notifyError } from "../dialogs/notify.js";
import { saveFile } from "../dialogs/save-file.js";
import { formatNumber } from "../format/format.js";
import { LoadState } from "../layout/load-state.js";
import { PageCard } from "../layout/page-card.js";
import { CursorPager } from "../lists/cursor-pager.js";
import { type Column, DataTable } from "../lists/data-table.js";
import { EmptyList } from "../lists/empty-list.js";
import { useListUrl } from "../lists/use-list-url.js";
import { readErrorsAsCsv } from "./error-csv.js";
import { JobErrorsDocument, type JobErrorsQuery } from "./job.generated.js";
import type { JobRowFragment } from "./jobs.generated.js";

type RowError = NonNullable<JobErrorsQuery["job"]>["errors"]["edges"][number]["node"];

const columns: readonly Column<RowError & { readonly id: string }>[] = [
  { key: "line", title: "Line", render: ({ line }) => <LineNumber line={line} /> },
  { key: "column", title: "Column", render: ({ column }) => column !== null && <bdi>{column}</bdi> },
  { key: "message", title: "What is wrong", render: ({ message }) => message },
];

function LineNumber({ line }: Pick<RowError, "line">) {
  return <span style={{ whiteSpace: "nowrap" }}>Line {formatNumber(line)}</span>;
}

interface JobErrorsCardProps {
  readonly job: JobRowFragment;
}

/** The errors of the rows, in the order of the file. */
export function JobErrorsCard({ job: { id, failed, status } }: JobErrorsCardProps) {
  const list = useListUrl({ sortFields: ["ID"], defaultSort: { field: "ID", direction: "ASC" } });
  const { data, previousData, loading, error, refetch } = useQuery(JobErrorsDocument, {
    variables: { id, ...list.page },
    fetchPolicy: "cache-and-network",
  });
  // A running job adds errors.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the number and the status say when to read again
  useEffect(() => {
    refetch().catch(() => undefined);
  }, [failed, status, refetch]);
  const errors = (data ?? previousData)?.job?.errors;
  return (
    <PageCard title="Errors by line" actions={<DownloadErrorsButton id={id} />}>
      <LoadState queries={[{ error, refetch }]} isLoaded={data !== undefined} />
      {(data || !error) && (
        <Stack>
          <DataTable
            label="Errors by line"
            columns={columns}
            rows={errors?.edges.map(({ cursor, node }) => ({ ...node, id: cursor }))}
            isLoading={loading && !data}
            empty={<EmptyList list={list} />}
          />
          <CursorPager list={list} pageInfo={errors?.pageInfo} />
        </Stack>
      )}
    </PageCard>
  );
}

interface DownloadErrorsButtonProps {
  readonly id: string;
}

function DownloadErrorsButton({ id }: DownloadErrorsButtonProps) {
  const client = useApolloClient();
  const [isLoading, setIsLoading] = useState(false);
  const download = async () => {
    setIsLoading(true);
    try {
      saveFile(new Blob([await readErrorsAsCsv(client, id)], { type: "text/csv" }), "errors.csv");
    } catch (error) {
      notifyError(error);
    } finally {
      setIsLoading(false);
    }
  };
  return (
    <Button
      variant="default"
      size="xs"
      loading={isLoading}
      leftSection={<Download size={14} aria-hidden />}
      onClick={download}
    >
      Download errors
    </Button>
  );
}
