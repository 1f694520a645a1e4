import type { Caller } from "../../access/auth/caller.js";
import { waitForCallerCaches } from "../../access/auth/caller-cache.js";
import { hashPassword } from "../../access/auth/password.js";
import type { RequestDatabase } from "../../database/request-database.js";
import { updateData } from "../../database/sql/row-values.js";
import { checkVersion } from "../../graphql/errors/check-row.js";
import { otherMutationNeeded } from "../../graphql/errors/request-errors.js";
import { checkInput, checkNotCleared } from "../../graphql/input/check-input.js";
import { mergedMetadata } from "../../graphql/input/metadata.js";
import { lockCustomer } from "../customer/customer.lookup.js";
import { checkEmailIsFree } from "../customer/customer.rules.js";
import { findGroups } from "../customer-group/customer-group.lookup.js";
import { hasOtherGroups, replaceGroupsOf } from "../customer-group/membership.rows.js";
import { checkExternalIdsAreFree, checkSystems, customerExternalIds } from "../external-id/external-id.rules.js";
import { customerChanges } from "./customer-changes.js";
import type { CustomerUpdateArgs } from "./customer-mutation.args.js";
import { sessionsEnd, storePassword } from "./customer-password.rows.js";

/**
 * Changes a customer and, if given, its groups. A password makes a guest a registered customer, and ends all sessions.
 * @throws UserErrorsException with NOT_FOUND, VERSION_CONFLICT, EMAIL_TAKEN, EXTERNAL_ID_TAKEN, and for each broken rule of the input;
 * FORBIDDEN when a customer changes their own email or password, which needs the present password.
 */
export async function updateCustomer(
  db: RequestDatabase,
  caller: Caller | null,
  { id, input, ifVersion }: CustomerUpdateArgs,
) {
  if (input.password && caller?.type === "CUSTOMER") {
    throw otherMutationNeeded("CustomerUpdateInput.password", "customerPasswordChange");
  }
  const inputProblems = await checkInput(input);
  checkNotCleared(input, ["password"], inputProblems);
  checkSystems(input.externalIds, ["input", "externalIds"], inputProblems);
  const hash = input.password && inputProblems.isEmpty ? await hashPassword(input.password) : undefined;
  const result = await db.transaction(caller, async (tx) => {
    const userErrors = inputProblems.copy();
    const before = await lockCustomer(tx, id, ["id"], userErrors, { caller });
    const groups = await findGroups(tx, input.groupIds ?? [], ["input", "groupIds"], userErrors);
    if (before) checkVersion(before, ifVersion, userErrors);
    const update = { id, change: input.metadata, path: ["input", "metadata"] };
    const metadata = before ? await mergedMetadata(tx, "customer", update, userErrors) : undefined;
    const changes = before ? customerChanges(before, input, { registers: Boolean(input.password) }, userErrors) : {};
    // The result would show whether another customer has the email, which customers must not learn.
    if (changes.email !== undefined && caller?.type === "CUSTOMER") {
      throw otherMutationNeeded("CustomerUpdateInput.email", "customerEmailChangeRequest");
    }
    if (before && (changes.email || changes.hasAccount)) {
      await checkEmailIsFree(tx, caller, { ...before, ...changes }, ["input", "email"], userErrors);
    }
    if (before) {
      await checkExternalIdsAreFree(
        tx,
        caller,
        customerExternalIds,
        { id, externalIds: input.externalIds },
        userErrors,
      );
    }
    userErrors.throwIfAny();

    const changesGroups = input.groupIds !== undefined && (await hasOtherGroups(tx, id, groups));
    if (hash !== undefined) await storePassword(tx, id, hash);
    const isChanged = Object.keys(changes).length > 0 || metadata !== undefined || hash !== undefined || changesGroups;
    if (!isChanged) return { customer: before };
    const data = { ...updateData({ ...changes, metadata }), ...(hash !== undefined && sessionsEnd) };
    const customer = await tx.customer.update({ where: { id }, data });
    // The changes of memberships record the version of the customer, so these come last.
    if (changesGroups) await replaceGroupsOf(tx, id, groups);
    return { customer };
  });
  if (hash !== undefined) await waitForCallerCaches();
  return result;
}
