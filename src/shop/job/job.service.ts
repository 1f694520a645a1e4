import type { Caller } from "../../access/auth/caller.js";
import type { RequestDatabase } from "../../database/request-database.js";
import { checkId } from "../../graphql/errors/check-row.js";
import { UserErrorCollector } from "../../graphql/errors/user-error-collector.js";
import { cancelJob as cancelJobRow } from "../../jobs/job.rows.js";
import { maySeeJob } from "./job.loaders.js";

/**
 * Cancels a job that has not ended.
 * @throws UserErrorsException with NOT_FOUND for a job that the caller may not see, or INVALID_ID.
 */
export async function cancelJob(db: RequestDatabase, caller: Caller | null, id: string): Promise<{ jobId: string }> {
  const userErrors = new UserErrorCollector();
  const canExist = checkId("Job", id, ["id"], userErrors);
  return db.transaction(caller, async (tx) => {
    const found = canExist ? await tx.job.findUnique({ where: { id }, select: { actorId: true } }) : null;
    const isVisible = found !== null && maySeeJob(caller, { createdBy: found.actorId });
    if (canExist && !isVisible) userErrors.addNotFound(["id"], [id], "Job");
    userErrors.throwIfAny();
    await cancelJobRow(tx, id);
    return { jobId: id };
  });
}
