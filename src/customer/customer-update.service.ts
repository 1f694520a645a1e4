import { findGroups } from "../customer-group/customer-group.lookup.js";
import { replaceGroupsOf } from "../customer-group/membership.rows.js";
import type { Customer as CustomerRow, PrismaClient } from "../database/generated/client.js";
import { changedValues, updateData } from "../database/row-values.js";
import { inTransaction } from "../database/transaction.js";
import { checkVersion } from "../errors/check-row.js";
import type { Problems } from "../errors/problems.js";
import { checkInput } from "../input/check-input.js";
import { mergeMetadata } from "../input/metadata.js";
import { normalEmail } from "../input/normal-text.js";
import type { CustomerUpdateArgs } from "./customer.args.js";
import type { CustomerUpdateInput } from "./customer.input.js";
import { lockCustomer } from "./customer.lookup.js";
import { checkEmailIsFree, checkIdentity } from "./customer.rules.js";

/**
 * Changes a customer and, where asked, the groups it is in.
 * @throws UserErrorsException with NOT_FOUND, VERSION_CONFLICT, EMAIL_TAKEN, and what the input breaks.
 */
export async function updateCustomer(db: PrismaClient, { id, input, ifVersion }: CustomerUpdateArgs) {
  const inputProblems = checkInput(input);
  return inTransaction(db, async (tx) => {
    const problems = inputProblems.copy();
    const before = await lockCustomer(tx, id, ["id"], problems);
    const groups = await findGroups(tx, input.groupIds ?? [], ["input", "groupIds"], problems);
    if (before) checkVersion(before, ifVersion, problems);
    const changes = before ? changesOf(before, input, problems) : {};
    if (before && changes.email) {
      await checkEmailIsFree(tx, { ...before, email: changes.email }, ["input", "email"], problems);
    }
    problems.throwIfAny();

    if (input.groupIds !== undefined) await replaceGroupsOf(tx, id, groups);
    if (Object.keys(changes).length === 0) return { customer: before };
    return { customer: await tx.customer.update({ where: { id }, data: updateData(changes) }) };
  });
}

/** The values that an update changes. */
function changesOf(before: CustomerRow, input: CustomerUpdateInput, problems: Problems) {
  const { metadata, groupIds: _, email, ...texts } = input;
  const changes = changedValues(before, {
    ...texts,
    email: email ? normalEmail(email) : email,
    metadata: mergeMetadata(before.metadata, metadata, ["input", "metadata"], problems),
  });
  checkIdentity({ ...before, ...changes }, problems);
  return changes;
}
