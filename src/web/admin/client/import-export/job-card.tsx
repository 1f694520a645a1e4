import { Progress, SimpleGrid, Text } from "@mantine/core";
import { formatNumber } from "../format/format.js";
import { Time } from "../format/time.js";
import type { JobStatus } from "../generated/schema.js";
import { Fact } from "../layout/fact.js";
import { LoadState } from "../layout/load-state.js";
import { PageCard } from "../layout/page-card.js";
import { describeState, hasOnlyErrors } from "./job-texts.js";
import type { JobRowFragment } from "./jobs.generated.js";
import { useJobCallers } from "./use-job-callers.js";

interface JobProps {
  readonly job: JobRowFragment;
}

/** The state of a job: how far it is, or how it has ended. */
export function JobCard({ job }: JobProps) {
  const { nameOf, query } = useJobCallers([job.createdBy]);
  return (
    <PageCard title="State">
      <LoadState queries={[query]} isLoaded />
      <JobProgress job={job} />
      <Text role="status" mt="sm" className="wrap-anywhere">
        {describeState(job)}
      </Text>
      <SimpleGrid cols={{ base: 2, xs: 3, md: 6 }} verticalSpacing="sm" mt="lg">
        {countsOf(job).map(([label, count]) => (
          <Fact key={label} label={label}>
            {formatNumber(count)}
          </Fact>
        ))}
      </SimpleGrid>
      <SimpleGrid cols={{ base: 1, xs: 3 }} verticalSpacing="sm" mt="sm">
        <Fact label="Started by">{nameOf(job.createdBy)}</Fact>
        <Fact label="Started">
          <Time value={job.createdAt} />
        </Fact>
        <Fact label="Ended">{job.finishedAt && <Time value={job.finishedAt} />}</Fact>
      </SimpleGrid>
    </PageCard>
  );
}

const endColors: Readonly<Partial<Record<JobStatus, string>>> = { SUCCEEDED: "green", FAILED: "red" };

function JobProgress({ job }: JobProps) {
  const { status, processed, total } = job;
  const endColor = hasOnlyErrors(job) ? "yellow" : (endColors[status] ?? "gray");
  const isRunning = status === "QUEUED" || status === "RUNNING";
  // The size of an export is not known before its end.
  const isUnknown = isRunning && (total === null || total === 0);
  const share = total ? Math.round((processed / total) * 100) : 0;
  return (
    <Progress
      size="lg"
      value={isUnknown || status === "SUCCEEDED" ? 100 : share}
      {...(isRunning ? {} : { color: endColor })}
      striped={isUnknown}
      animated={isUnknown && status === "RUNNING"}
      aria-label="Progress"
    />
  );
}

function countsOf({ kind, dryRun, total, processed, ...job }: JobRowFragment): readonly [string, number][] {
  if (kind === "CUSTOMERS_EXPORT") return [["Customers", processed]];
  const rows: readonly [string, number][] = total === null ? [] : [["Rows", total]];
  return [
    ...rows,
    ["Processed", processed],
    [dryRun ? "Would be created" : "Created", job.created],
    [dryRun ? "Would be changed" : "Changed", job.updated],
    ["Already the same", job.unchanged],
    ["With errors", job.failed],
  ];
}
