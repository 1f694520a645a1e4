import type { GraphQLResolveInfo } from "graphql";
import { Args, Ctx, Info, Resolver } from "type-graphql";
import { RequiresScopeAndValues } from "../../access/auth/access.js";
import type { Context } from "../../access/context.js";
import { Cost } from "../../graphql/cost/cost.js";
import { UserErrorMutation } from "../../graphql/errors/user-error-mutation.js";
import { JobPayload } from "../job/job.payload.js";
import { accessOfColumn, CustomersExportArgs } from "./export.args.js";
import { startExport } from "./export.service.js";

@Resolver()
export class CustomersExportResolver {
  @Cost({ rows: 100_000 })
  @UserErrorMutation(() => JobPayload, {
    description:
      "Starts a job that writes the customers that match to a file, in the order of their creation. `Job.resultPath` is the path of the file. All customers are read at one moment. Deleted and erased customers are left out.",
  })
  @RequiresScopeAndValues(["JOBS_MANAGE", "CUSTOMERS_READ"], "columns", accessOfColumn)
  async customersExport(
    @Args(() => CustomersExportArgs) args: CustomersExportArgs,
    @Ctx() context: Context,
    @Info() info: GraphQLResolveInfo,
  ) {
    return startExport(context, args, info);
  }
}
