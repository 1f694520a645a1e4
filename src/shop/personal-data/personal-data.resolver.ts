import { Arg, Ctx, ID, Resolver } from "type-graphql";
import { RequiresScope, RequiresScopeOrSelf } from "../../access/auth/access.js";
import type { Context } from "../../access/context.js";
import { Cost } from "../../graphql/cost/cost.js";
import { UserErrorMutation } from "../../graphql/errors/user-error-mutation.js";
import { CustomerPayload } from "../customer-mutations/customer.payload.js";
import { eraseCustomer } from "./erase.service.js";
import { exportPersonalData } from "./export.service.js";
import { PersonalDataPayload } from "./personal-data.payload.js";

@Resolver()
export class PersonalDataResolver {
  @Cost({ fixed: 2_000 })
  @UserErrorMutation(() => PersonalDataPayload, {
    description:
      "Exports everything that the server knows about a customer, also a deleted one. Members of staff appear by their type only. An export that is larger than a response may be is `QUERY_TOO_COMPLEX`; read the lists page by page instead.",
  })
  @RequiresScopeOrSelf("PERSONAL_DATA_MANAGE")
  async customerPersonalDataExport(
    @Arg("id", () => ID, { description: "The customer's id." }) id: string,
    @Ctx() context: Context,
  ) {
    return exportPersonalData(context, id);
  }

  @Cost({ fixed: 1_000 })
  @UserErrorMutation(() => CustomerPayload, {
    description:
      "Erases the personal data of a customer for good, also of a deleted one: name, email, phone, company, metadata, addresses, password, sessions, links, mails, files of imports and exports that name the customer, and their values in history (`[erased]`). Other customers and orders with the same email are erased with it. The row, its dates, groups and orders (without email and metadata) stay. An erased customer can only be deleted and restored; for other writes it counts as unknown (`NOT_FOUND`). Erasing it again changes nothing.",
  })
  @RequiresScope("PERSONAL_DATA_MANAGE")
  async customerErase(@Arg("id", () => ID, { description: "The customer's id." }) id: string, @Ctx() context: Context) {
    return eraseCustomer(context, id);
  }
}
