import { Badge } from "@mantine/core";
import type { JobStatus } from "../generated/schema.js";
import { statusLabels } from "./job-texts.js";

const colors: Readonly<Record<JobStatus, string>> = {
  QUEUED: "gray",
  RUNNING: "blue",
  SUCCEEDED: "green",
  FAILED: "red",
  CANCELED: "gray",
};

interface JobBadgeProps {
  readonly status: JobStatus;
}

/** The state of a job. */
export function JobBadge({ status }: JobBadgeProps) {
  return (
    <Badge variant="light" size="sm" color={colors[status]}>
      {statusLabels[status]}
    </Badge>
  );
}
