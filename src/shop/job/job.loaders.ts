import type { Caller } from "../../access/auth/caller.js";
import type { Reader } from "../../database/fast-reads/reader.js";
import { columnOf } from "../../database/sql/sql.js";
import { rowById, rowByIdOfOwner } from "../../graphql/loaders/row-by-id.js";
import type { CursorPageArgs, PageArgs } from "../../graphql/pagination/connection.args.js";
import { nestedList } from "../../graphql/pagination/list.js";
import { errorsOfJob, jobList, jobsOfCaller } from "./job.list.js";
import type { JobRowErrorRow, ReadableJob } from "./job.type.js";

const readAnyJob = rowById<ReadableJob>("job j", jobList);
const readOwnJob = rowByIdOfOwner<ReadableJob>("job j", jobList, columnOf("j", "actor_id"));

/** Creates the loaders that read jobs in batches. */
export function createJobLoaders(reader: Reader, caller: Caller | null) {
  return {
    /** Jobs by id; null for an unknown id, and for a job that the caller may not see. */
    byId: seesAllJobs(caller) ? readAnyJob(reader) : readOwnJob(reader, caller?.id ?? ""),
    ofCaller: nestedList<PageArgs, ReadableJob>(reader, jobsOfCaller),
    errors: nestedList<CursorPageArgs, JobRowErrorRow>(reader, errorsOfJob),
  };
}

/** Reads jobs of all callers by id. Unknown ids are left out. */
export async function readJobsById(reader: Reader, ids: readonly string[]): Promise<ReadableJob[]> {
  const loader = readAnyJob(reader);
  const jobs = await Promise.all(ids.map((id) => loader.load(id)));
  return jobs.filter((job) => job !== null);
}

/** True if the caller started the job or has the scope. */
export function seesAllJobs(caller: Caller | null): boolean {
  return caller?.scopes.has("JOBS_MANAGE") ?? false;
}

export function maySeeJob(caller: Caller | null, { createdBy }: Pick<ReadableJob, "createdBy">): boolean {
  return seesAllJobs(caller) || caller?.id === createdBy;
}
