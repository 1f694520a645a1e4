import type { Caller } from "../../access/auth/caller.js";
import { waitForCallerCaches } from "../../access/auth/caller-cache.js";
import { hashPassword } from "../../access/auth/password.js";
import type { Customer as CustomerRow } from "../../database/generated/client.js";
import type { RequestDatabase } from "../../database/request-database.js";
import { changedValues, updateData } from "../../database/sql/row-values.js";
import { checkVersion } from "../../graphql/errors/check-row.js";
import { forbidden } from "../../graphql/errors/request-errors.js";
import type { UserErrorCollector } from "../../graphql/errors/user-error-collector.js";
import { checkInput, checkNotCleared } from "../../graphql/input/check-input.js";
import { mergedMetadata } from "../../graphql/input/metadata.js";
import { normalizeEmail } from "../../graphql/input/normalize-text.js";
import { lockCustomer } from "../customer/customer.lookup.js";
import { checkEmailIsFree, checkIdentity, checkLogInEmail } from "../customer/customer.rules.js";
import { findGroups } from "../customer-group/customer-group.lookup.js";
import { replaceGroupsOf } from "../customer-group/membership.rows.js";
import type { CustomerUpdateInput } from "./customer.input.js";
import type { CustomerUpdateArgs } from "./customer-mutation.args.js";
import { sessionsEnd, storePassword } from "./customer-password.rows.js";

/**
 * Changes a customer and, if given, its groups. A password makes a guest a registered customer, and ends all sessions.
 * @throws UserErrorsException with NOT_FOUND, VERSION_CONFLICT, EMAIL_TAKEN, and for each broken rule of the input;
 * FORBIDDEN when a customer changes their own email.
 */
export async function updateCustomer(
  db: RequestDatabase,
  caller: Caller | null,
  { id, input, ifVersion }: CustomerUpdateArgs,
) {
  const inputProblems = await checkInput(input);
  checkNotCleared(input, ["password"], inputProblems);
  const hash = input.password && inputProblems.isEmpty ? await hashPassword(input.password) : undefined;
  const result = await db.transaction(caller, async (tx) => {
    const userErrors = inputProblems.copy();
    const before = await lockCustomer(tx, id, ["id"], userErrors, { caller });
    const groups = await findGroups(tx, input.groupIds ?? [], ["input", "groupIds"], userErrors);
    if (before) checkVersion(before, ifVersion, userErrors);
    const update = { id, change: input.metadata, path: ["input", "metadata"] };
    const metadata = before ? await mergedMetadata(tx, "customer", update, userErrors) : undefined;
    const changes = before ? changesOf(before, input, userErrors) : {};
    // The result would show whether another customer has the email, which customers must not learn.
    if (changes.email !== undefined && caller?.type === "CUSTOMER") throw forbidden(["CustomerUpdateInput.email"], []);
    if (before && (changes.email || changes.hasAccount)) {
      await checkEmailIsFree(tx, caller, { ...before, ...changes }, ["input", "email"], userErrors);
    }
    userErrors.throwIfAny();

    const groupChanges = input.groupIds === undefined ? null : await replaceGroupsOf(tx, id, groups);
    if (hash !== undefined) await storePassword(tx, id, hash);
    const isChanged =
      Object.keys(changes).length > 0 ||
      metadata !== undefined ||
      hash !== undefined ||
      (groupChanges && groupChanges.added + groupChanges.removed > 0);
    if (!isChanged) return { customer: before };
    const data = { ...updateData({ ...changes, metadata }), ...(hash !== undefined && sessionsEnd) };
    return { customer: await tx.customer.update({ where: { id }, data }) };
  });
  if (hash !== undefined) await waitForCallerCaches();
  return result;
}

/** The values that an update changes, except metadata. */
function changesOf(before: CustomerRow, input: CustomerUpdateInput, userErrors: UserErrorCollector) {
  const { metadata: _metadata, groupIds: _groupIds, email, password, ...texts } = input;
  const changes = changedValues(before, {
    ...texts,
    email: email ? normalizeEmail(email) : email,
    ...(password ? { hasAccount: true } : {}),
  });
  const after = { ...before, ...changes };
  checkIdentity(after, userErrors);
  if (changes.email === null || changes.hasAccount) checkLogInEmail(after, userErrors);
  return changes;
}
