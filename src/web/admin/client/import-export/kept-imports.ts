import type { FilePreview } from "./file-preview.js";
import { defaultField, similarField } from "./import-fields.js";
import type { StartImportMutationVariables } from "./start-job.generated.js";

/** The arguments of an import. The API does not return them. */
export type ImportArguments = Omit<StartImportMutationVariables, "dryRun">;

interface KeptImport {
  readonly jobId: string;
  readonly args: ImportArguments;
}

/** Another release may keep other arguments. Then change the number. */
const storageKey = "shop-customers:dry-runs:1";
const maxKept = 10;

/**
 * Keeps the arguments of a dry run in this browser, so that the import can be started with the same ones. They have the names of
 * columns. If none of these is known, the first row may be data of persons instead of a header, and they are kept in this tab only.
 */
export function keepImport(jobId: string, args: ImportArguments, { columns }: FilePreview): void {
  const names = columns.map(({ name }) => name);
  const hasHeader = names.some((name) => defaultField(name, names) !== undefined || similarField(name) !== undefined);
  const storage = hasHeader ? localStorage : sessionStorage;
  const kept = [{ jobId, args }, ...readKept(storage)].slice(0, maxKept);
  try {
    storage.setItem(storageKey, JSON.stringify(kept));
  } catch (error) {
    // The storage is full or off. The job has started, and the page offers to choose the file again.
    if (!(error instanceof DOMException)) throw error;
  }
}

/** Returns the arguments of a dry run that was started in this browser. */
export function keptImport(jobId: string): ImportArguments | undefined {
  const kept = [sessionStorage, localStorage].flatMap(readKept);
  return kept.find((candidate) => candidate.jobId === jobId)?.args;
}

function readKept(storage: Storage): readonly KeptImport[] {
  return JSON.parse(storage.getItem(storageKey) ?? "[]");
}
