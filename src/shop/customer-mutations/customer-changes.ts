import type { Customer as CustomerRow } from "../../database/generated/client.js";
import { changedValues } from "../../database/sql/row-values.js";
import type { UserErrorCollector } from "../../graphql/errors/user-error-collector.js";
import { normalizeEmail } from "../../graphql/input/normalize-text.js";
import { checkIdentity, checkLogInEmail } from "../customer/customer.rules.js";
import type { ExternalIdInput } from "../external-id/external-id.input.js";
import { externalIdsColumn } from "../external-id/external-id.rules.js";
import type { CustomerFieldsInput } from "./customer.input.js";

type Changes = Partial<
  Pick<
    CustomerRow,
    "email" | "firstName" | "lastName" | "companyName" | "phone" | "hasAccount" | "externalIds" | "emailVerifiedAt"
  >
>;

/**
 * Returns the values of a customer that an input changes, except metadata. `registers` makes a guest a registered customer.
 * Reports a customer who would be left without the values that are required.
 */
export function customerChanges(
  before: CustomerRow,
  input: CustomerFieldsInput & { externalIds?: ExternalIdInput[] | null },
  { registers }: { registers: boolean },
  userErrors: UserErrorCollector,
): Changes {
  const { email, firstName, lastName, companyName, phone, externalIds } = input;
  const changes: Changes = changedValues(before, {
    firstName,
    lastName,
    companyName,
    phone,
    email: email ? normalizeEmail(email) : email,
    externalIds: externalIds === undefined ? undefined : externalIdsColumn(externalIds),
    ...(registers ? { hasAccount: true } : {}),
  });
  // Another email is not proven.
  if (changes.email !== undefined && before.emailVerifiedAt !== null) changes.emailVerifiedAt = null;
  const after = { ...before, ...changes };
  checkIdentity(after, userErrors);
  if (changes.email === null || changes.hasAccount) checkLogInEmail(after, userErrors);
  return changes;
}
