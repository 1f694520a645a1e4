import { Args, Ctx, Resolver } from "type-graphql";
import { RequiresScope } from "../../access/auth/access.js";
import type { Context } from "../../access/context.js";
import { UserErrorMutation } from "../../graphql/errors/user-error-mutation.js";
import { JobPayload } from "../job/job.payload.js";
import { CustomersImportArgs } from "./import.args.js";
import { startImport } from "./import.service.js";

@Resolver()
export class CustomersImportResolver {
  @UserErrorMutation(() => JobPayload, {
    description:
      "Imports the customers of a file that was uploaded with `POST /files`. A job upserts each row as `customersUpsert` does. Errors of rows are in `Job.errors`. The job also needs the scope `CUSTOMER_GROUPS_WRITE` if the file has `groupIds`.",
  })
  @RequiresScope("JOBS_MANAGE", "CUSTOMERS_WRITE")
  async customersImport(@Args(() => CustomersImportArgs) args: CustomersImportArgs, @Ctx() context: Context) {
    return startImport(context, args);
  }
}
