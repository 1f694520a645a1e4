import type { Caller } from "../../access/auth/caller.js";
import type { RequestDatabase } from "../../database/request-database.js";
import { updateData } from "../../database/sql/row-values.js";
import { checkIdCount, checkKinds, maxIds } from "../../graphql/errors/check-ids.js";
import { checkId, checkVersion } from "../../graphql/errors/check-row.js";
import { type Path, UserErrorCollector } from "../../graphql/errors/user-error-collector.js";
import { isStorableText, storableIds } from "../../graphql/node/ids.js";
import { findCustomers, lockCustomer, lockCustomers } from "../customer/customer.lookup.js";
import { findGroups, lockGroup } from "./customer-group.lookup.js";
import type { CustomerGroupUpdateCustomersArgs, CustomerUpdateGroupsArgs } from "./membership.args.js";
import {
  addMemberships,
  hasOtherGroups,
  insertGroupMembers,
  removeMemberships,
  replaceGroupsOf,
} from "./membership.rows.js";

/** The paths of the arguments with the customers to add and to remove. */
interface MemberPaths {
  readonly add: Path;
  readonly remove: Path;
}

/**
 * Adds and removes members of a group in one transaction. Removing a customer who is not a member, or is deleted, is no
 * error. A call that only adds uses one statement. If that statement writes nothing, the transaction finds the reason.
 * @throws UserErrorsException with NOT_FOUND for the group or customers to add, TOO_MANY, or CONFLICTING_INPUT.
 */
export async function updateMembers(
  db: RequestDatabase,
  caller: Caller | null,
  { id, add, remove }: CustomerGroupUpdateCustomersArgs,
  paths: MemberPaths = { add: ["add"], remove: ["remove"] },
) {
  const inputProblems = new UserErrorCollector();
  checkAddAndRemove(add ?? [], remove ?? [], paths.remove, inputProblems);
  const leaving = checkIdCount(remove?.length ?? 0, paths.remove, inputProblems)
    ? checkKinds("Customer", remove ?? [], paths.remove, inputProblems)
    : [];
  const statement = remove?.length ? null : addMembers(id, add ?? []);
  return db.writeOnceOrInTransaction(caller, statement, async (tx) => {
    const userErrors = inputProblems.copy();
    const customerGroup = await lockGroup(tx, id, userErrors);
    const joining = await findCustomers(tx, add ?? [], paths.add, userErrors);
    userErrors.throwIfAny();
    await lockCustomers(tx, [...joining, ...leaving]);
    const removed = await removeMemberships(tx, [id], storableIds(leaving));
    const added = await addMemberships(tx, [id], joining);
    return { customerGroup, added, removed, unchanged: joining.length + leaving.length - added - removed };
  });
}

/** The statement that adds members to a group; null if the list is empty or an id is of another kind of object. */
function addMembers(id: string, customerIds: readonly string[]) {
  const userErrors = new UserErrorCollector();
  checkId("CustomerGroup", id, [], userErrors);
  const joining = checkIdCount(customerIds.length, [], userErrors)
    ? checkKinds("Customer", customerIds, [], userErrors)
    : [];
  if (joining.length === 0 || !userErrors.isEmpty || !joining.every(isStorableText)) return null;
  return insertGroupMembers(id, joining);
}

/**
 * Changes the groups of a customer. Replacing them changes the customer's version, so that `ifVersion` protects them.
 * @throws UserErrorsException with NOT_FOUND for the customer or groups, VERSION_CONFLICT, TOO_MANY, or CONFLICTING_INPUT.
 */
export async function updateGroupsOf(
  db: RequestDatabase,
  caller: Caller | null,
  { customerId, add, remove, set, ifVersion }: CustomerUpdateGroupsArgs,
) {
  const inputProblems = new UserErrorCollector();
  checkAddAndRemove(add ?? [], remove ?? [], ["remove"], inputProblems);
  if (set && (add || remove))
    inputProblems.add("CONFLICTING_INPUT", ["set"], "set must not be given together with add or remove.");
  return db.transaction(caller, async (tx) => {
    const userErrors = inputProblems.copy();
    const before = await lockCustomer(tx, customerId, ["customerId"], userErrors, { caller });
    if (before) checkVersion(before, ifVersion, userErrors);
    const joining = await findGroups(tx, set ?? add ?? [], [set ? "set" : "add"], userErrors);
    const leaving = await findGroups(tx, remove ?? [], ["remove"], userErrors);
    userErrors.throwIfAny();
    if (set) {
      if (!(await hasOtherGroups(tx, customerId, joining))) {
        return { customer: before, added: 0, removed: 0, unchanged: joining.length };
      }
      // The changes of memberships record the version of the customer, so these come last.
      const customer = await tx.customer.update({ where: { id: customerId }, data: updateData({}) });
      const { added, removed } = await replaceGroupsOf(tx, customerId, joining);
      return { customer, added, removed, unchanged: joining.length - added };
    }
    const removed = await removeMemberships(tx, leaving, [customerId]);
    const added = await addMemberships(tx, joining, [customerId]);
    return { customer: before, added, removed, unchanged: joining.length + leaving.length - added - removed };
  });
}

/** Reports ids that are both added and removed, and lists that together are too long. */
function checkAddAndRemove(
  add: readonly string[],
  remove: readonly string[],
  path: Path,
  userErrors: UserErrorCollector,
): void {
  const isOneTooLong = Math.max(add.length, remove.length) > maxIds;
  if (!isOneTooLong) checkIdCount(add.length + remove.length, path, userErrors);
  const added = new Set(add);
  for (const [index, id] of remove.entries()) {
    if (added.has(id))
      userErrors.add("CONFLICTING_INPUT", [...path, String(index)], "Must not be both added and removed.");
  }
}
