import type { Caller } from "../../access/auth/caller.js";
import type { Context } from "../../access/context.js";
import { updateData } from "../../database/sql/row-values.js";
import { inTransaction, type Transactions } from "../../database/transactions/transaction.js";
import type { Writer } from "../../database/transactions/writer.js";
import { checkIdCount, checkKinds, maxIds } from "../../graphql/errors/check-ids.js";
import { checkId, checkVersion } from "../../graphql/errors/check-row.js";
import { type Path, Problems } from "../../graphql/errors/problems.js";
import { isStorableText, storableOnly } from "../../graphql/node/ids.js";
import { findCustomers, lockCustomer, lockCustomers } from "../customer/customer.lookup.js";
import { findGroups, lockGroup } from "./customer-group.lookup.js";
import type { CustomerGroupUpdateCustomersArgs, CustomerUpdateGroupsArgs } from "./membership.args.js";
import { addMemberships, insertGroupMembers, removeMemberships, replaceGroupsOf } from "./membership.rows.js";

/** Where the arguments of a call name the customers to add and to remove. */
interface MemberPaths {
  readonly add: Path;
  readonly remove: Path;
}

/**
 * Adds and removes members of a group in one go. Removing somebody who is no member, or no longer a customer, is fine.
 * Adding alone takes one statement. Where that does nothing, the transaction tells why.
 * @throws UserErrorsException with NOT_FOUND for the group or customers to add, TOO_MANY, or CONFLICTING_INPUT.
 */
export async function updateMembers(
  { db, writer }: Pick<Context, "db" | "writer">,
  caller: Caller | null,
  { id, add, remove }: CustomerGroupUpdateCustomersArgs,
  paths: MemberPaths = { add: ["add"], remove: ["remove"] },
) {
  const inputProblems = new Problems();
  checkAddAndRemove(add ?? [], remove ?? [], paths.remove, inputProblems);
  const leaving = checkIdCount(remove?.length ?? 0, paths.remove, inputProblems)
    ? checkKinds("Customer", remove ?? [], paths.remove, inputProblems)
    : [];
  const added = remove?.length ? null : await addMembers(writer, caller, id, add ?? []);
  if (added !== null) return added;

  return inTransaction(db, caller, async (tx) => {
    const problems = inputProblems.copy();
    const customerGroup = await lockGroup(tx, id, problems);
    const joining = await findCustomers(tx, add ?? [], paths.add, problems);
    problems.throwIfAny();
    await lockCustomers(tx, [...joining, ...leaving]);
    const removed = await removeMemberships(tx, [id], storableOnly(leaving));
    const added = await addMemberships(tx, [id], joining);
    return { customerGroup, added, removed, unchanged: joining.length + leaving.length - added - removed };
  });
}

/** Adds members to a group; null, with nothing written, when there are none or anything is wrong. */
async function addMembers(writer: Writer, caller: Caller | null, id: string, customerIds: readonly string[]) {
  const problems = new Problems();
  checkId("CustomerGroup", id, [], problems);
  const joining = checkIdCount(customerIds.length, [], problems)
    ? checkKinds("Customer", customerIds, [], problems)
    : [];
  if (joining.length === 0 || !problems.isEmpty || !joining.every(isStorableText)) return null;
  const result = await insertGroupMembers(writer, caller, id, joining);
  return result && { ...result, removed: 0, unchanged: joining.length - result.added };
}

/**
 * Changes which groups a customer is in. Replacing them counts as a change of the customer, so that `ifVersion` guards it.
 * @throws UserErrorsException with NOT_FOUND for the customer or groups, VERSION_CONFLICT, TOO_MANY, or CONFLICTING_INPUT.
 */
export async function updateGroupsOf(
  db: Transactions,
  caller: Caller | null,
  { customerId, add, remove, set, ifVersion }: CustomerUpdateGroupsArgs,
) {
  const inputProblems = new Problems();
  checkAddAndRemove(add ?? [], remove ?? [], ["remove"], inputProblems);
  if (set && (add || remove))
    inputProblems.add("CONFLICTING_INPUT", ["set"], "set must not be given together with add or remove.");
  return inTransaction(db, caller, async (tx) => {
    const problems = inputProblems.copy();
    const before = await lockCustomer(tx, customerId, ["customerId"], problems, { caller });
    if (before) checkVersion(before, ifVersion, problems);
    const joining = await findGroups(tx, set ?? add ?? [], [set ? "set" : "add"], problems);
    const leaving = await findGroups(tx, remove ?? [], ["remove"], problems);
    problems.throwIfAny();
    if (set) {
      const { added, removed } = await replaceGroupsOf(tx, customerId, joining);
      const isChanged = added + removed > 0;
      const data = updateData({});
      const customer = isChanged ? await tx.customer.update({ where: { id: customerId }, data }) : before;
      return { customer, added, removed, unchanged: joining.length - added };
    }
    const removed = await removeMemberships(tx, leaving, [customerId]);
    const added = await addMemberships(tx, joining, [customerId]);
    return { customer: before, added, removed, unchanged: joining.length + leaving.length - added - removed };
  });
}

/** Finds ids that are both added and removed, and two lists that together name more than a call may. */
function checkAddAndRemove(add: readonly string[], remove: readonly string[], path: Path, problems: Problems): void {
  const isOneTooLong = Math.max(add.length, remove.length) > maxIds;
  if (!isOneTooLong) checkIdCount(add.length + remove.length, path, problems);
  const added = new Set(add);
  for (const [index, id] of remove.entries()) {
    if (added.has(id))
      problems.add("CONFLICTING_INPUT", [...path, String(index)], "Must not be both added and removed.");
  }
}
