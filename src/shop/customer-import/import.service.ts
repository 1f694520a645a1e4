import type { Context } from "../../access/context.js";
import type { FileStore } from "../../files/file-store.js";
import type { UserErrorCollector } from "../../graphql/errors/user-error-collector.js";
import { checkInput } from "../../graphql/input/check-input.js";
import { kindOfId } from "../../graphql/node/ids.js";
import type { CustomersImportArgs } from "./import.args.js";
import { toImportInput } from "./import-input.js";
import { toJson } from "./import-job.js";

/**
 * Queues the import of a file.
 * @throws UserErrorsException with NOT_FOUND or INVALID_ID for the file, INVALID, CONFLICTING_INPUT, or TOO_MANY.
 */
export async function startImport(
  { db, caller, jobs, files, requestId }: Pick<Context, "db" | "caller" | "jobs" | "files" | "requestId">,
  args: CustomersImportArgs,
): Promise<{ jobId: string }> {
  files.requireAvailable();
  if (caller === null) throw new Error("An import needs a caller.");
  const userErrors = await checkInput(args, []);
  const { fileId, dryRun } = args;
  await checkFile(files, fileId, userErrors);
  const input = toImportInput(args, userErrors);
  userErrors.throwIfAny();
  const jobId = await db.transaction(caller, (tx) =>
    jobs.enqueue(tx, {
      kind: "CUSTOMERS_IMPORT",
      caller: { type: caller.type, id: caller.id, scopes: [...caller.scopes] },
      requestId,
      input: toJson(input),
      dryRun,
      sourceFileId: fileId,
    }),
  );
  return { jobId };
}

/** Results of jobs are no uploads. A file that an erasure checks can be imported: the job waits for the check. */
async function checkFile(files: FileStore, id: string, userErrors: UserErrorCollector): Promise<void> {
  const path = ["fileId"];
  if (kindOfId(id) !== undefined) {
    userErrors.add("INVALID_ID", path, "Must be an id that begins with file_.");
    return;
  }
  const file = await files.find(id);
  if (file?.purpose !== "UPLOAD" || file.isErased) userErrors.addNotFound(path, [id], "File");
}
