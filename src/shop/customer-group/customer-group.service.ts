import type { Caller } from "../../access/auth/caller.js";
import type { RequestDatabase } from "../../database/request-database.js";
import { changedValues, deletionData, jsonColumn, updateData } from "../../database/sql/row-values.js";
import type { Tx } from "../../database/transactions/transaction.js";
import { checkVersion } from "../../graphql/errors/check-row.js";
import { type Path, UserErrorCollector } from "../../graphql/errors/user-error-collector.js";
import { checkInput, checkNotCleared } from "../../graphql/input/check-input.js";
import { mergedMetadata } from "../../graphql/input/metadata.js";
import { newId } from "../../graphql/node/ids.js";
import { findCustomers, lockCustomers } from "../customer/customer.lookup.js";
import {
  checkExternalIdsAreFree,
  checkRestoredExternalIds,
  checkSystems,
  externalIdsColumn,
  groupExternalIds,
} from "../external-id/external-id.rules.js";
import type {
  CustomerGroupCreateArgs,
  CustomerGroupDeleteArgs,
  CustomerGroupUpdateArgs,
} from "./customer-group.args.js";
import { lockGroup } from "./customer-group.lookup.js";
import { addMemberships } from "./membership.rows.js";

/**
 * Creates a group and its first memberships.
 * @throws UserErrorsException with NAME_TAKEN, EXTERNAL_ID_TAKEN, NOT_FOUND for customers, and for each broken rule of the input.
 */
export async function createGroup(db: RequestDatabase, caller: Caller | null, { input }: CustomerGroupCreateArgs) {
  const inputProblems = await checkInput(input);
  checkSystems(input.externalIds, ["input", "externalIds"], inputProblems);
  return db.transaction(caller, async (tx) => {
    const userErrors = inputProblems.copy();
    await checkNameIsFree(tx, caller, { name: input.name }, ["input", "name"], userErrors);
    await checkExternalIdsAreFree(tx, caller, groupExternalIds, input, userErrors);
    const members = await findCustomers(tx, input.customerIds ?? [], ["input", "customerIds"], userErrors);
    userErrors.throwIfAny();

    const now = new Date();
    const customerGroup = await tx.customerGroup.create({
      data: {
        id: newId("CustomerGroup"),
        name: input.name,
        metadata: jsonColumn(input.metadata ?? null),
        externalIds: jsonColumn(externalIdsColumn(input.externalIds)),
        createdBy: caller?.id ?? null,
        createdAt: now,
        updatedAt: now,
      },
    });
    await lockCustomers(tx, members);
    await addMemberships(tx, [customerGroup.id], members);
    return { customerGroup };
  });
}

/**
 * Changes a group.
 * @throws UserErrorsException with NOT_FOUND, VERSION_CONFLICT, NAME_TAKEN, EXTERNAL_ID_TAKEN, and for each broken rule of the input.
 */
export async function updateGroup(
  db: RequestDatabase,
  caller: Caller | null,
  { id, input, ifVersion }: CustomerGroupUpdateArgs,
) {
  const inputProblems = await checkInput(input);
  checkNotCleared(input, ["name"], inputProblems);
  checkSystems(input.externalIds, ["input", "externalIds"], inputProblems);
  return db.transaction(caller, async (tx) => {
    const userErrors = inputProblems.copy();
    const before = await lockGroup(tx, id, userErrors);
    if (before) checkVersion(before, ifVersion, userErrors);
    const update = { id, change: input.metadata, path: ["input", "metadata"] };
    const metadata = before ? await mergedMetadata(tx, "customer_group", update, userErrors) : undefined;
    if (before && input.name)
      await checkNameIsFree(tx, caller, { id, name: input.name }, ["input", "name"], userErrors);
    const { name, externalIds } = input;
    await checkExternalIdsAreFree(tx, caller, groupExternalIds, { id, externalIds }, userErrors);
    userErrors.throwIfAny();
    if (before === null) return { customerGroup: before };

    const changes = changedValues(before, {
      name: name ?? undefined,
      externalIds: externalIds === undefined ? undefined : externalIdsColumn(externalIds),
    });
    if (Object.keys(changes).length === 0 && metadata === undefined) return { customerGroup: before };
    const data = updateData({ ...changes, metadata });
    return { customerGroup: await tx.customerGroup.update({ where: { id }, data }) };
  });
}

/**
 * Marks a group as deleted. Its memberships stay in the database but are hidden. A deleted group does not change.
 * @throws UserErrorsException with NOT_FOUND or VERSION_CONFLICT.
 */
export async function deleteGroup(
  db: RequestDatabase,
  caller: Caller | null,
  { id, ifVersion }: CustomerGroupDeleteArgs,
) {
  return db.transaction(caller, async (tx) => {
    const userErrors = new UserErrorCollector();
    const before = await lockGroup(tx, id, userErrors, { includeDeleted: true });
    if (before?.deletedAt === null) checkVersion(before, ifVersion, userErrors);
    userErrors.throwIfAny();
    if (before === null || before.deletedAt !== null) return { deletedId: id, customerGroup: before };
    return { deletedId: id, customerGroup: await tx.customerGroup.update({ where: { id }, data: deletionData() }) };
  });
}

/**
 * Restores a deleted group and its memberships. A group that is not deleted does not change.
 * @throws UserErrorsException with NOT_FOUND, NAME_TAKEN or EXTERNAL_ID_TAKEN.
 */
export async function restoreGroup(db: RequestDatabase, caller: Caller | null, id: string) {
  return db.transaction(caller, async (tx) => {
    const userErrors = new UserErrorCollector();
    const before = await lockGroup(tx, id, userErrors, { includeDeleted: true });
    if (before?.deletedAt) {
      await checkNameIsFree(tx, caller, before, ["id"], userErrors);
      await checkRestoredExternalIds(tx, caller, groupExternalIds, before, userErrors);
    }
    userErrors.throwIfAny();
    if (before === null || before.deletedAt === null) return { customerGroup: before };
    return { customerGroup: await tx.customerGroup.update({ where: { id }, data: updateData({ deletedAt: null }) }) };
  });
}

/**
 * Reports another group that has the name (case is ignored) and is not deleted. The index customer_group_name_key enforces
 * the rule. Only callers who may read groups get the id of the other group.
 */
async function checkNameIsFree(
  tx: Tx,
  caller: Caller | null,
  group: { id?: string; name: string },
  path: Path,
  userErrors: UserErrorCollector,
): Promise<void> {
  if (userErrors.has(path)) return;
  const [other] = await tx.$queryRaw<{ id: string }[]>`
    SELECT id FROM customer_group
    WHERE fold_case(name) = fold_case(${group.name}) AND deleted_at IS NULL AND id <> ${group.id ?? ""}`;
  if (other === undefined) return;
  const existingId = caller?.scopes.has("CUSTOMER_GROUPS_READ") ? other.id : null;
  userErrors.addTaken("NAME_TAKEN", path, "Must be a name that no other group has, ignoring case.", existingId);
}
