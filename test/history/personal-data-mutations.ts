import { rome } from "../address/address.steps.js";
import { givenCustomer } from "../customer/customer.steps.js";
import { eraseCustomer } from "../personal-data/personal-data.operations.js";
import { password } from "../user/user.steps.js";
import { type MutationCase, succeeded } from "./mutation-calls.js";

/** The mutations of personal data. */
export const personalDataMutations: Readonly<Record<string, MutationCase>> = {
  customerErase: async ({ server }) => {
    const { id } = await givenCustomer(server, { email: "eve@example.com", password, addresses: [rome] });
    return {
      succeed: async (run) => {
        succeeded((await run(eraseCustomer, { id })).customerErase.customer);
        return [{ action: "ERASED", subject: `CUSTOMER ${id}`, fields: {} }];
      },
      isRepeatable: true,
      erasesHistory: true,
      refuse: async (run) => (await run(eraseCustomer, { id: "cus_unknown" })).customerErase.userErrors,
    };
  },
};
