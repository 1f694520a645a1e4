import { formatCount, formatNumber } from "../format/format.js";
import type { JobStatus } from "../generated/schema.js";
import type { JobRowFragment } from "./jobs.generated.js";

export const statusLabels: Readonly<Record<JobStatus, string>> = {
  QUEUED: "Waiting",
  RUNNING: "Running",
  SUCCEEDED: "Done",
  FAILED: "Failed",
  CANCELED: "Cancelled",
};

/** Returns what a job does. */
export function jobTitle({ kind, dryRun }: Pick<JobRowFragment, "kind" | "dryRun">): string {
  if (kind === "CUSTOMERS_EXPORT") return "Export of customers";
  return dryRun ? "Dry run of an import" : "Import of customers";
}

/** Returns how far a job is, such as `20 of 100`. */
export function progressText({ processed, total, finishedAt }: JobRowFragment): string {
  if (total !== null && finishedAt === null) return `${formatNumber(processed)} of ${formatNumber(total)}`;
  return formatNumber(processed);
}

/** Returns the state of a job as sentences. */
export function describeState(job: JobRowFragment): string {
  switch (job.status) {
    case "QUEUED":
      return "The job waits for a server that runs it.";
    case "RUNNING":
      return describeRun(job);
    case "SUCCEEDED":
      return job.kind === "CUSTOMERS_EXPORT" ? describeExport(job) : describeImport(job);
    case "FAILED":
      return [job.failure ?? "The job has failed.", wasWritten(job) && describeRest(job)].filter(Boolean).join(" ");
    case "CANCELED":
      return `The job was cancelled. ${describeRest(job)}`;
  }
}

function describeRun({ kind, total, processed }: JobRowFragment): string {
  if (kind === "CUSTOMERS_EXPORT") return `${formatCount(processed, "customer", "customers")} written so far.`;
  if (total === null) return "The server reads the file.";
  return `${formatNumber(processed)} of ${formatCount(total, "row", "rows")} processed so far.`;
}

function describeExport({ processed }: JobRowFragment): string {
  return `The file is ready. It has ${formatCount(processed, "customer", "customers")}.`;
}

function describeImport({ processed, failed, dryRun }: JobRowFragment): string {
  if (processed === 0) return "The file has no rows.";
  if (dryRun) return `${describeDryRun(processed, failed)} Nothing was written, because this was a dry run.`;
  const good = processed - failed;
  if (good === 0) return "Nothing was imported, because each row has errors.";
  const imported = `${formatCount(good, "row was", "rows were")} imported.`;
  if (failed === 0) return imported;
  return `${imported} ${formatCount(failed, "row has errors and was", "rows have errors and were")} left out.`;
}

function describeDryRun(processed: number, failed: number): string {
  const good = processed - failed;
  if (failed === 0) return `No errors in ${formatCount(processed, "row", "rows")}.`;
  if (good === 0) return "No row can be imported, because each has errors.";
  return `${formatCount(good, "row is", "rows are")} good, and ${formatCount(failed, "row has", "rows have")} errors.`;
}

/** Returns true if a job has succeeded, but every row has errors. */
export function hasOnlyErrors({
  status,
  processed,
  failed,
}: Pick<JobRowFragment, "status" | "processed" | "failed">): boolean {
  return status === "SUCCEEDED" && failed > 0 && processed === failed;
}

/** Says what remains of a job that has ended early. */
function describeRest(job: JobRowFragment): string {
  const { kind, dryRun, created, updated } = job;
  if (kind === "CUSTOMERS_EXPORT") return "There is no file.";
  if (dryRun) return "Nothing was written, because this was a dry run.";
  if (!wasWritten(job)) return "No customer was changed.";
  return `Rows that were already written stay: ${formatNumber(created)} created, ${formatNumber(updated)} changed.`;
}

function wasWritten({ dryRun, created, updated }: JobRowFragment): boolean {
  return !dryRun && created + updated > 0;
}
