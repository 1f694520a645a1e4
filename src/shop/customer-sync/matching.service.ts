import type { Caller } from "../../access/auth/caller.js";
import type { RequestDatabase } from "../../database/request-database.js";
import type { Tx } from "../../database/transactions/transaction.js";
import { UserErrorCollector } from "../../graphql/errors/user-error-collector.js";
import { checkFilter, type FieldInfo } from "../../graphql/filters/check-filter.js";
import { lockGroup } from "../customer-group/customer-group.lookup.js";
import type { GroupMatchingArgs } from "./matching.args.js";
import { addMatching, type Matching, removeMatching } from "./matching.rows.js";

/**
 * Adds all customers that match to a group.
 * @throws UserErrorsException with NOT_FOUND for the group, or CONFLICTING_INPUT if another number of customers matches.
 * @throws BAD_USER_INPUT for an invalid filter.
 */
export async function addMatchingCustomers(
  db: RequestDatabase,
  caller: Caller | null,
  args: GroupMatchingArgs,
  info: FieldInfo,
) {
  checkFilter(args.where, info);
  return changeMatching(db, caller, args, async (tx) => {
    const { matching, changed } = await addMatching(tx, args);
    return { matching, added: changed, removed: 0, unchanged: matching - changed };
  });
}

/**
 * Removes all customers that match from a group.
 * @throws UserErrorsException with NOT_FOUND for the group, or CONFLICTING_INPUT if another number of customers matches.
 * @throws BAD_USER_INPUT for an invalid filter.
 */
export async function removeMatchingCustomers(
  db: RequestDatabase,
  caller: Caller | null,
  args: GroupMatchingArgs,
  info: FieldInfo,
) {
  checkFilter(args.where, info);
  return changeMatching(db, caller, args, async (tx) => {
    const { matching, changed } = await removeMatching(tx, args);
    return { matching, added: 0, removed: changed, unchanged: matching - changed };
  });
}

async function changeMatching<Counts extends Pick<Matching, "matching">>(
  db: RequestDatabase,
  caller: Caller | null,
  { id, expectedCount }: GroupMatchingArgs,
  change: (tx: Tx) => Promise<Counts>,
) {
  return db.transaction(caller, async (tx) => {
    const userErrors = new UserErrorCollector();
    const customerGroup = await lockGroup(tx, id, userErrors);
    userErrors.throwIfAny();
    const { matching, ...counts } = await change(tx);
    if (matching !== expectedCount) {
      const message = `Must be the number of customers that match now: ${matching}.`;
      userErrors.add("CONFLICTING_INPUT", ["expectedCount"], message);
    }
    userErrors.throwIfAny();
    return { customerGroup, ...counts };
  });
}
