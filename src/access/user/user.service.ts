import type { StaffUser as UserRow } from "../../database/generated/client.js";
import type { RequestDatabase } from "../../database/request-database.js";
import { changedValues } from "../../database/sql/row-values.js";
import type { Tx } from "../../database/transactions/transaction.js";
import { type Path, UserErrorCollector } from "../../graphql/errors/user-error-collector.js";
import { checkInput, checkNotCleared } from "../../graphql/input/check-input.js";
import { normalizeEmail } from "../../graphql/input/normalize-text.js";
import type { Caller } from "../auth/caller.js";
import { waitForCallerCaches } from "../auth/caller-cache.js";
import { checkCallerHoldsScopes } from "../auth/check-access.js";
import { hashPassword } from "../auth/password.js";
import { scopesOf } from "../auth/scope.type.js";
import type { UserCreateArgs, UserUpdateArgs } from "./user.args.js";
import type { UserUpdateInput } from "./user.input.js";
import { findEmailOwner, lockUser } from "./user.lookup.js";
import { heldScopes, insertUser, passwordUpdate } from "./user.rows.js";

/**
 * Creates a member of staff.
 * @throws UserErrorsException with EMAIL_TAKEN, and for each broken rule of the input; FORBIDDEN for scopes that the caller
 * does not hold.
 */
export async function createUser(db: RequestDatabase, caller: Caller | null, { input }: UserCreateArgs) {
  checkCallerHoldsScopes(caller, input.scopes, "UserCreateInput.scopes");
  const inputProblems = await checkInput(input);
  const { password, ...values } = input;
  const hash = inputProblems.isEmpty ? await hashPassword(password) : "";
  return db.transaction(caller, async (tx) => {
    const userErrors = inputProblems.copy();
    // The input check has turned a blank email into null.
    const email = normalizeEmail(values.email ?? "");
    await checkEmailIsFree(tx, { email }, userErrors);
    userErrors.throwIfAny();
    return { user: await insertUser(tx, { ...values, email, passwordHash: hash }) };
  });
}

/**
 * Changes a member of staff.
 * @throws UserErrorsException with NOT_FOUND, EMAIL_TAKEN, CONFLICTING_INPUT for the last manager of users, and for each
 * broken rule of the input; FORBIDDEN if the user holds or gets a scope that the caller does not hold.
 */
export async function updateUser(db: RequestDatabase, caller: Caller | null, { id, input }: UserUpdateArgs) {
  const inputProblems = await checkInput(input);
  checkNotCleared(input, ["email", "password", "scopes"], inputProblems);
  const hash = input.password && inputProblems.isEmpty ? await hashPassword(input.password) : undefined;
  const result = await db.transaction(caller, async (tx) => {
    const userErrors = inputProblems.copy();
    const managers = await lockUserManagers(tx);
    const before = await lockUser(tx, id, userErrors);
    const changes = before ? changesOf(before, input) : {};
    const isChanged = hash !== undefined || Object.keys(changes).length > 0;
    if (before && isChanged) {
      checkCallerHoldsScopes(
        caller,
        [...heldScopes(before), ...heldScopes({ ...before, ...changes })],
        "Mutation.userUpdate",
      );
    }
    const needsOwnEmail = changes.email !== undefined || (hash !== undefined && before?.emailIsProven === false);
    if (before && needsOwnEmail) await checkEmailIsFree(tx, { ...before, ...changes }, userErrors);
    if (before && changes.scopes && !heldScopes({ ...before, ...changes }).includes("USERS_MANAGE")) {
      checkNotLastManager(managers, id, ["input", "scopes"], userErrors);
    }
    userErrors.throwIfAny();
    if (before === null || !isChanged) return { user: before };
    const ownEmail = needsOwnEmail ? { emailIsProven: true } : {};
    const data = { ...changes, ...ownEmail, ...(hash !== undefined && passwordUpdate(hash)), updatedAt: new Date() };
    return { user: await tx.staffUser.update({ where: { id }, data }) };
  });
  if (input.password || input.scopes) await waitForCallerCaches();
  return result;
}

/**
 * Deletes a member of staff and ends their sessions. A deleted user does not change.
 * @throws UserErrorsException with NOT_FOUND, or CONFLICTING_INPUT for the last manager of users; FORBIDDEN if the user
 * holds a scope that the caller does not hold.
 */
export async function deleteUser(db: RequestDatabase, caller: Caller | null, id: string) {
  const result = await db.transaction(caller, async (tx) => {
    const userErrors = new UserErrorCollector();
    const managers = await lockUserManagers(tx);
    const before = await lockUser(tx, id, userErrors, { includeDeleted: true });
    if (before?.deletedAt === null) checkCallerHoldsScopes(caller, heldScopes(before), "Mutation.userDelete");
    if (before) checkNotLastManager(managers, id, ["id"], userErrors);
    userErrors.throwIfAny();
    if (before?.deletedAt === null) {
      const now = new Date();
      await tx.staffUser.update({ where: { id }, data: { deletedAt: now, updatedAt: now } });
    }
    return { deletedId: id };
  });
  await waitForCallerCaches();
  return result;
}

/** The values that an update changes, except the password. */
function changesOf(before: UserRow, { password: _, email, scopes, ...names }: UserUpdateInput) {
  return changedValues(before, {
    ...names,
    ...(email ? { email: normalizeEmail(email) } : {}),
    ...(scopes ? { scopes: scopesOf(scopes) } : {}),
  });
}

/**
 * Locks and returns the users who hold USERS_MANAGE and are not deleted, in the order of their ids. If two concurrent calls
 * each remove one of the last two managers, the second call waits and then sees the change of the first.
 */
async function lockUserManagers(tx: Tx): Promise<string[]> {
  const rows = await tx.$queryRaw<{ id: string }[]>`
    SELECT id FROM staff_user WHERE 'USERS_MANAGE' = ANY (scopes || provided_scopes) AND deleted_at IS NULL ORDER BY id FOR NO KEY UPDATE`;
  return rows.map(({ id }) => id);
}

function checkNotLastManager(
  managers: readonly string[],
  id: string,
  path: Path,
  userErrors: UserErrorCollector,
): void {
  if (managers.length > 1 || managers[0] !== id) return;
  userErrors.add("CONFLICTING_INPUT", path, "Must not be the last user who holds USERS_MANAGE.");
}

/** Reports another user who has the email. The index staff_user_email_key enforces the rule. */
async function checkEmailIsFree(tx: Tx, { id, email }: { id?: string; email: string }, userErrors: UserErrorCollector) {
  const path = ["input", "email"];
  if (userErrors.has(path)) return;
  const owner = await findEmailOwner(tx, email, id);
  if (owner) userErrors.addTaken("EMAIL_TAKEN", path, "Must be an email that no other user has.", owner.id);
}
