import { accessMutations } from "./access-mutations.js";
import { customerMutations } from "./customer-mutations.js";
import { groupMutations } from "./group-mutations.js";
import type { MutationCase } from "./mutation-calls.js";
import { personalDataMutations } from "./personal-data-mutations.js";
import { priceListMutations } from "./price-list-mutations.js";
import { regionMutations } from "./region-mutations.js";
import { syncMutations } from "./sync-mutations.js";

/** Each mutation with history, with calls and their expected history. */
export const mutationCases: Readonly<Record<string, MutationCase>> = {
  ...accessMutations,
  ...customerMutations,
  ...groupMutations,
  ...personalDataMutations,
  ...priceListMutations,
  ...regionMutations,
  ...syncMutations,
};

/**
 * Mutations that are not tested with the others. Logins and requests for mails change no visible data, the order system keeps
 * the history of orders, and a job is no object of the shop. Links and passwords are tested in test/customer-account and
 * test/user-account.
 */
export const withoutHistory = [
  "customerEmailChangeConfirm",
  "customerEmailChangeRequest",
  "customerLogin",
  "customerPasswordChange",
  "customerPasswordReset",
  "customerPasswordResetRequest",
  "customerPersonalDataExport",
  "customerRegister",
  "customerRegisterConfirm",
  "customersExport",
  "customersImport",
  "jobCancel",
  "login",
  "logout",
  "ordersRecord",
  "sessionsEnd",
  "userInvite",
  "userInviteAccept",
  "userPasswordChange",
  "userPasswordReset",
  "userPasswordResetRequest",
];
