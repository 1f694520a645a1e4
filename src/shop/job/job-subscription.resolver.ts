import { Arg, Ctx, ID, Resolver, Root, Subscription } from "type-graphql";
import { RequiresScope } from "../../access/auth/access.js";
import type { Context } from "../../access/context.js";
import { Job, type ReadableJob } from "./job.type.js";

/** The part of the GraphQL context of a subscription that jobs need. */
export interface JobSubscriptionContext extends Context {
  /** Subscribes to the states of a job, as long as the caller may see it. */
  subscribeToJob(id: string): Promise<AsyncIterableIterator<ReadableJob>>;
}

@Resolver()
export class JobSubscriptionResolver {
  @Subscription(() => Job, {
    description:
      "Delivers the job now, whenever its state changes on any instance of the server, and when it has ended. Then the subscription completes. States in quick succession may be skipped. `BAD_USER_INPUT` if the job does not exist, or if another caller has started it and the caller does not have the scope `JOBS_MANAGE`. Ends with `UNAUTHENTICATED` when the session of the caller ends.",
    subscribe: ({ args, context }: { args: { id: string }; context: JobSubscriptionContext }) =>
      context.subscribeToJob(args.id),
  })
  @RequiresScope()
  job(
    @Root() job: ReadableJob,
    @Arg("id", () => ID, { description: "The job's id." }) _id: string,
    @Ctx() context: Context,
  ): ReadableJob {
    context.resetLoaders();
    return job;
  }
}
