import { Badge } from "@mantine/core";
import type { JobStatus } from "../generated/schema.js";
import { hasOnlyErrors, statusLabels } from "./job-texts.js";
import type { JobRowFragment } from "./jobs.generated.js";

const colors: Readonly<Record<JobStatus, string>> = {
  QUEUED: "gray",
  RUNNING: "blue",
  SUCCEEDED: "green",
  FAILED: "red",
  CANCELED: "gray",
};

interface JobBadgeProps {
  readonly job: Pick<JobRowFragment, "status" | "processed" | "failed">;
}

/** The state of a job. */
export function JobBadge({ job }: JobBadgeProps) {
  const { status } = job;
  return (
    <Badge variant="light" size="sm" color={hasOnlyErrors(job) ? "yellow" : colors[status]}>
      {statusLabels[status]}
    </Badge>
  );
}
