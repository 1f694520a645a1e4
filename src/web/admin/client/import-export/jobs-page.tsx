import { useQuery } from "@apollo/client/react";
import { Button, Group, Progress, Text } from "@mantine/core";
import { Download, Upload } from "lucide-react";
import { Link } from "react-router";
import { formatCount, formatNumber } from "../format/format.js";
import { Time } from "../format/time.js";
import { LoadState } from "../layout/load-state.js";
import { Page } from "../layout/page.js";
import { EmptyState } from "../layout/states.js";
import { CursorPager } from "../lists/cursor-pager.js";
import { type Column, DataTable } from "../lists/data-table.js";
import { EmptyList } from "../lists/empty-list.js";
import { RowLink } from "../lists/row-link.js";
import { RowText } from "../lists/row-text.js";
import { useListUrl } from "../lists/use-list-url.js";
import { useScopes } from "../viewer/viewer-context.js";
import { JobBadge } from "./job-badge.js";
import { jobTitle, progressText } from "./job-texts.js";
import { type JobRowFragment, JobsPageDocument } from "./jobs.generated.js";
import { useJobCallers } from "./use-job-callers.js";
import { WatchJob } from "./watch-job.js";

const pollMs = 15_000;
const isHidden = () => document.hidden;

/** The list of imports and exports, newest first. It shows how far they are, and those that others start. */
export function JobsPage() {
  const list = useListUrl({ sortFields: ["ID"], defaultSort: { field: "ID", direction: "DESC" } });
  const { data, previousData, loading, error, refetch } = useQuery(JobsPageDocument, {
    variables: list.page,
    fetchPolicy: "cache-and-network",
    // Other people start jobs, too.
    pollInterval: pollMs,
    skipPollAttempt: isHidden,
  });
  const jobs = (data ?? previousData)?.jobs;
  const callers = useJobCallers(jobs?.nodes.map(({ createdBy }) => createdBy) ?? []);
  return (
    <Page title="Import and export" actions={<StartLinks />}>
      <Text role="status" size="sm" c="dimmed">
        {jobs && formatCount(jobs.totalCount, "job", "jobs")}
      </Text>
      {jobs?.nodes.map(({ id, finishedAt }) => finishedAt === null && <WatchJob key={id} id={id} />)}
      <LoadState queries={[{ error, refetch }, callers.query]} isLoaded={data !== undefined} />
      {(data || !error) && (
        <>
          <DataTable
            label="Imports and exports"
            columns={columnsOf(callers.nameOf)}
            rows={jobs?.nodes}
            isLoading={loading && !data}
            empty={
              <EmptyList list={list}>
                <EmptyState title="No imports and exports yet">
                  Import customers from a file of another system, or export them to a file.
                </EmptyState>
              </EmptyList>
            }
          />
          <CursorPager list={list} pageInfo={jobs?.pageInfo} />
        </>
      )}
    </Page>
  );
}

function columnsOf(nameOf: (id: string | null) => string): readonly Column<JobRowFragment>[] {
  return [
    { key: "title", title: "Job", render: (job) => <JobLink job={job} /> },
    { key: "state", title: "State", render: (job) => <JobState job={job} /> },
    { key: "rows", title: "Rows", align: "end", render: progressText },
    { key: "failed", title: "Errors", align: "end", render: ({ failed }) => formatNumber(failed) },
    { key: "caller", title: "Started by", render: ({ createdBy }) => <RowText>{nameOf(createdBy)}</RowText> },
    { key: "created", title: "Started", render: ({ createdAt }) => <Time value={createdAt} /> },
  ];
}

interface JobProps {
  readonly job: JobRowFragment;
}

function JobLink({ job }: JobProps) {
  return <RowLink to={`/import-export/${job.id}`}>{jobTitle(job)}</RowLink>;
}

function JobState({ job }: JobProps) {
  const { status, total, processed } = job;
  return (
    <Group gap="xs" wrap="nowrap">
      <JobBadge job={job} />
      {status === "RUNNING" && total !== null && total > 0 && (
        <Progress value={Math.round((processed / total) * 100)} w={80} size="sm" aria-label="Progress" />
      )}
    </Group>
  );
}

function StartLinks() {
  const [mayRead, mayWrite] = [useScopes("CUSTOMERS_READ"), useScopes("CUSTOMERS_WRITE")];
  return (
    <>
      {mayRead && (
        <Button
          variant="default"
          component={Link}
          to="/import-export/export"
          leftSection={<Download size={16} aria-hidden />}
        >
          Export customers
        </Button>
      )}
      {mayWrite && (
        <Button component={Link} to="/import-export/import" leftSection={<Upload size={16} aria-hidden />}>
          Import customers
        </Button>
      )}
    </>
  );
}
