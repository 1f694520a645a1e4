import type { StaffUser as UserRow } from "../../database/generated/client.js";
import { changedValues } from "../../database/sql/row-values.js";
import { inTransaction, type Transactions, type Tx } from "../../database/transactions/transaction.js";
import { type Path, UserErrorCollector } from "../../graphql/errors/user-error-collector.js";
import { checkInput, checkNotCleared } from "../../graphql/input/check-input.js";
import { normalizeEmail } from "../../graphql/input/normalize-text.js";
import { newId } from "../../graphql/node/ids.js";
import type { Caller } from "../auth/caller.js";
import { waitForCallerCaches } from "../auth/caller-cache.js";
import { checkCallerHoldsScopes } from "../auth/check-access.js";
import { hashPassword } from "../auth/password.js";
import { type Scope, scopesOf } from "../auth/scope.type.js";
import type { UserCreateArgs, UserUpdateArgs } from "./user.args.js";
import type { UserUpdateInput } from "./user.input.js";
import { lockUser } from "./user.lookup.js";

/**
 * Creates a member of staff.
 * @throws UserErrorsException with EMAIL_TAKEN and what the input breaks; FORBIDDEN for scopes the caller does not hold.
 */
export async function createUser(db: Transactions, caller: Caller | null, { input }: UserCreateArgs) {
  checkCallerHoldsScopes(caller, input.scopes, "UserCreateInput.scopes");
  const inputProblems = await checkInput(input);
  const { password, scopes, ...values } = input;
  const hash = inputProblems.isEmpty ? await hashPassword(password) : "";
  return inTransaction(db, caller, async (tx) => {
    const userErrors = inputProblems.copy();
    // A blank one came out null.
    const email = normalizeEmail(values.email ?? "");
    await checkEmailIsFree(tx, { email }, userErrors);
    userErrors.throwIfAny();
    const now = new Date();
    const row = { ...values, id: newId("User"), email, scopes: scopesOf(scopes), createdAt: now, updatedAt: now };
    const secret = { passwordVersion: 1, password: { create: { hash } } };
    return { user: await tx.staffUser.create({ data: { ...row, ...secret } }) };
  });
}

/**
 * Changes a member of staff.
 * @throws UserErrorsException with NOT_FOUND, EMAIL_TAKEN, CONFLICTING_INPUT for the last manager of users, and what the
 * input breaks; FORBIDDEN for scopes, of the user or given to them, that the caller does not hold.
 */
export async function updateUser(db: Transactions, caller: Caller | null, { id, input }: UserUpdateArgs) {
  const inputProblems = await checkInput(input);
  checkNotCleared(input, ["email", "password", "scopes"], inputProblems);
  const hash = input.password && inputProblems.isEmpty ? await hashPassword(input.password) : undefined;
  const result = await inTransaction(db, caller, async (tx) => {
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
 * Deletes a member of staff, whose tokens thereby end; a deleted user stays as it is.
 * @throws UserErrorsException with NOT_FOUND, or CONFLICTING_INPUT for the last manager of users; FORBIDDEN for scopes of
 * the user that the caller does not hold.
 */
export async function deleteUser(db: Transactions, caller: Caller | null, id: string) {
  const result = await inTransaction(db, caller, async (tx) => {
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

/** The values that an update changes, the password apart. */
function changesOf(before: UserRow, { password: _, email, scopes, ...names }: UserUpdateInput) {
  return changedValues(before, {
    ...names,
    ...(email ? { email: normalizeEmail(email) } : {}),
    ...(scopes ? { scopes: scopesOf(scopes) } : {}),
  });
}

/**
 * The scopes that a user holds, by a password or by the identity provider. Whoever changes or deletes a user needs all of
 * them: a new email or password would be a way to scopes that the caller does not hold.
 */
function heldScopes({ scopes, providedScopes }: Pick<UserRow, "scopes" | "providedScopes">): Scope[] {
  return scopesOf([...scopes, ...providedScopes]);
}

/** What to write of a user to set a password, which ends the sessions made with the former one. */
function passwordUpdate(hash: string) {
  return { passwordVersion: { increment: 1 }, password: { upsert: { create: { hash }, update: { hash } } } };
}

/**
 * The live users who hold USERS_MANAGE, locked in the order of their ids: of two concurrent calls that each take it from
 * one of the last two, the second waits and then sees what the first did.
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
  userErrors.add("CONFLICTING_INPUT", path, "The last user who holds USERS_MANAGE must stay and keep it.");
}

/** Finds another live user with the email. The law is the index staff_user_email_key. */
async function checkEmailIsFree(tx: Tx, { id, email }: { id?: string; email: string }, userErrors: UserErrorCollector) {
  const path = ["input", "email"];
  if (userErrors.has(path)) return;
  const other = await tx.staffUser.findFirst({
    where: { email, emailIsProven: true, deletedAt: null, ...(id === undefined ? {} : { id: { not: id } }) },
    select: { id: true },
  });
  if (other) userErrors.addTaken("EMAIL_TAKEN", path, "Must be an email that no other user has.", other.id);
}
