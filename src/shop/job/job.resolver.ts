import { Arg, Args, Ctx, FieldResolver, ID, Info, Query, Resolver, Root } from "type-graphql";
import { RequiresScope } from "../../access/auth/access.js";
import type { Context } from "../../access/context.js";
import { Cost } from "../../graphql/cost/cost.js";
import { UserErrorMutation } from "../../graphql/errors/user-error-mutation.js";
import { CursorPageArgs, PageArgs } from "../../graphql/pagination/connection.args.js";
import type { Connection } from "../../graphql/pagination/connection.type.js";
import type { SelectionInfo } from "../../graphql/pagination/selection.js";
import { Direct } from "../../graphql/schema/direct-resolver.js";
import { createJobLoaders } from "./job.loaders.js";
import { JobPayload } from "./job.payload.js";
import { readJobs } from "./job.queries.js";
import { cancelJob } from "./job.service.js";
import { Job, JobConnection, type JobRowError, JobRowErrorConnection, type ReadableJob } from "./job.type.js";

@Resolver(() => Job)
export class JobResolver {
  @Query(() => Job, {
    nullable: true,
    description:
      "The job with this id. Null if it does not exist, or if another caller has started it and the caller does not have the scope `JOBS_MANAGE`.",
  })
  @RequiresScope()
  async job(
    @Arg("id", () => ID, { description: "The job's id." }) id: string,
    @Ctx() context: Context,
  ): Promise<ReadableJob | null> {
    return context.loaders(createJobLoaders).byId.load(id);
  }

  @Cost({ rows: 1_000 })
  @Query(() => JobConnection, {
    description:
      "The jobs, page by page, newest first: all of them for callers with the scope `JOBS_MANAGE`, and for others those that they have started.",
  })
  @RequiresScope()
  jobs(
    @Args(() => PageArgs) args: PageArgs,
    @Ctx() context: Context,
    @Info() info: SelectionInfo,
  ): Connection<ReadableJob> {
    return readJobs(context, args, info);
  }

  @Cost({ rows: 1_000 })
  @FieldResolver(() => JobRowErrorConnection, {
    description: "The errors of rows, in the order of the file: the first 100 of each row.",
  })
  @Direct()
  errors(
    @Root() { id }: ReadableJob,
    @Args(() => CursorPageArgs) args: CursorPageArgs,
    @Ctx() context: Context,
    @Info() info: SelectionInfo,
  ): Connection<JobRowError> {
    return context.loaders(createJobLoaders).errors.forParent({ id, deletedAt: null }, args, info);
  }

  @FieldResolver(() => String, {
    nullable: true,
    description:
      "The path of the file that the job has written, such as `/files/file_01JZ8Q5W3V9K2M4N6P8R0S2T4V`. GET it from this server with the same credential. Null if there is no file.",
  })
  @Direct()
  resultPath(@Root() { resultFileId }: ReadableJob): string | null {
    return resultFileId && `/files/${resultFileId}`;
  }
}

@Resolver(() => JobPayload)
export class JobPayloadResolver {
  @UserErrorMutation(() => JobPayload, {
    description:
      "Cancels a job. Rows that its batches have written stay; the batch in progress is rolled back. A job that has ended does not change. For the jobs of other callers, the scope `JOBS_MANAGE` is required.",
  })
  @RequiresScope()
  async jobCancel(@Arg("id", () => ID, { description: "The job's id." }) id: string, @Ctx() { db, caller }: Context) {
    return cancelJob(db, caller, id);
  }

  @FieldResolver(() => Job, {
    nullable: true,
    description: "The job after the mutation. Null if there are user errors.",
  })
  async job(@Root() { jobId }: JobPayload, @Ctx() context: Context): Promise<ReadableJob | null> {
    return jobId === null ? null : context.loaders(createJobLoaders).byId.load(jobId);
  }
}
