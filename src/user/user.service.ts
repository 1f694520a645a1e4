import type { Caller } from "../auth/caller.js";
import { callersForgotten } from "../auth/caller-cache.js";
import { checkGrant } from "../auth/check-access.js";
import { hashPassword } from "../auth/password.js";
import { type Scope, scopesOf } from "../auth/scope.type.js";
import type { PrismaClient, StaffUser as UserRow } from "../database/generated/client.js";
import { changedValues } from "../database/row-values.js";
import { inTransaction, type Tx } from "../database/transaction.js";
import { type Path, Problems } from "../errors/problems.js";
import { checkInput, checkNotCleared } from "../input/check-input.js";
import { normalEmail } from "../input/normal-text.js";
import { newId } from "../node/ids.js";
import type { UserCreateArgs, UserUpdateArgs } from "./user.args.js";
import type { UserUpdateInput } from "./user.input.js";
import { lockUser } from "./user.lookup.js";

/**
 * Creates a member of staff.
 * @throws UserErrorsException with EMAIL_TAKEN and what the input breaks; FORBIDDEN for scopes the caller does not hold.
 */
export async function createUser(db: PrismaClient, caller: Caller | null, { input }: UserCreateArgs) {
  checkGrant(caller, input.scopes, "UserCreateInput.scopes");
  const inputProblems = checkInput(input);
  const { password, scopes, ...values } = input;
  const hash = inputProblems.isEmpty ? await hashPassword(password) : "";
  return inTransaction(db, caller, async (tx) => {
    const problems = inputProblems.copy();
    // A blank one came out null.
    const email = normalEmail(values.email ?? "");
    await checkEmailIsFree(tx, { email }, problems);
    problems.throwIfAny();
    const now = new Date();
    const row = { ...values, id: newId("User"), email, scopes: scopesOf(scopes), createdAt: now, updatedAt: now };
    const secret = { passwordVersion: 1, password: { create: { hash } } };
    return { user: await tx.staffUser.create({ data: { ...row, ...secret } }) };
  });
}

/**
 * Changes a member of staff.
 * @throws UserErrorsException with NOT_FOUND, EMAIL_TAKEN, CONFLICTING_INPUT for the last manager of users, and what the
 * input breaks; FORBIDDEN for scopes the caller does not hold.
 */
export async function updateUser(db: PrismaClient, caller: Caller | null, { id, input }: UserUpdateArgs) {
  const inputProblems = checkInput(input);
  checkNotCleared(input, ["email", "password", "scopes"], inputProblems);
  const hash = input.password && inputProblems.isEmpty ? await hashPassword(input.password) : undefined;
  const result = await inTransaction(db, caller, async (tx) => {
    const problems = inputProblems.copy();
    const managers = await lockManagers(tx);
    const before = await lockUser(tx, id, problems);
    const changes = before ? changesOf(before, input) : {};
    if (before) checkMayChange(caller, before, changes, hash);
    if (before && changes.email) await checkEmailIsFree(tx, { id, email: changes.email }, problems);
    if (changes.scopes && !changes.scopes.includes("USERS_MANAGE")) {
      checkIsNotLast(managers, id, ["input", "scopes"], problems);
    }
    problems.throwIfAny();
    if (before === null) return { user: before };

    if (hash === undefined && Object.keys(changes).length === 0) return { user: before };
    const data = { ...changes, ...(hash !== undefined && newPassword(hash)), updatedAt: new Date() };
    return { user: await tx.staffUser.update({ where: { id }, data }) };
  });
  if (input.password || input.scopes) await callersForgotten();
  return result;
}

/**
 * Deletes a member of staff, whose tokens thereby end; a deleted user stays as it is.
 * @throws UserErrorsException with NOT_FOUND, or CONFLICTING_INPUT for the last manager of users.
 */
export async function deleteUser(db: PrismaClient, caller: Caller | null, id: string) {
  const result = await inTransaction(db, caller, async (tx) => {
    const problems = new Problems();
    const managers = await lockManagers(tx);
    const before = await lockUser(tx, id, problems, { evenDeleted: true });
    if (before) checkIsNotLast(managers, id, ["id"], problems);
    problems.throwIfAny();
    if (before?.deletedAt === null) {
      const now = new Date();
      await tx.staffUser.update({ where: { id }, data: { deletedAt: now, updatedAt: now } });
    }
    return { deletedId: id };
  });
  await callersForgotten();
  return result;
}

/** The values that an update changes, the password apart. */
function changesOf(before: UserRow, { password: _, email, scopes, ...names }: UserUpdateInput) {
  return changedValues(before, {
    ...names,
    ...(email ? { email: normalEmail(email) } : {}),
    ...(scopes ? { scopes: scopesOf(scopes) } : {}),
  });
}

/**
 * Nobody gives or takes a scope they do not hold. Whoever sets somebody's email or password can act as them, now or when
 * the scopes are back: that would be a way to scopes one does not hold.
 */
function checkMayChange(caller: Caller | null, before: UserRow, changes: Partial<UserRow>, hash: string | undefined) {
  const held = scopesOf(before.scopes);
  const wanted = changes.scopes ? scopesOf(changes.scopes) : held;
  const [added, removed] = [without(wanted, held), without(held, wanted)];
  checkGrant(caller, [...added, ...removed], "UserUpdateInput.scopes");
  if (hash !== undefined) checkGrant(caller, held, "UserUpdateInput.password");
  if (changes.email !== undefined) checkGrant(caller, held, "UserUpdateInput.email");
}

/** What to write of a user to set a password, which ends the sessions made with the former one. */
function newPassword(hash: string) {
  return { passwordVersion: { increment: 1 }, password: { upsert: { create: { hash }, update: { hash } } } };
}

function without(scopes: readonly Scope[], others: readonly Scope[]): Scope[] {
  return scopes.filter((scope) => !others.includes(scope));
}

/**
 * The live users who hold USERS_MANAGE, locked in the order of their ids: of two concurrent calls that each take it from
 * one of the last two, the second waits and then sees what the first did.
 */
async function lockManagers(tx: Tx): Promise<string[]> {
  const rows = await tx.$queryRaw<{ id: string }[]>`
    SELECT id FROM staff_user WHERE 'USERS_MANAGE' = ANY (scopes) AND deleted_at IS NULL ORDER BY id FOR NO KEY UPDATE`;
  return rows.map(({ id }) => id);
}

function checkIsNotLast(managers: readonly string[], id: string, path: Path, problems: Problems): void {
  if (managers.length > 1 || managers[0] !== id) return;
  problems.add("CONFLICTING_INPUT", path, "The last user who holds USERS_MANAGE must stay and keep it.");
}

/** Finds another live user with the email. The law is the index staff_user_email_key. */
async function checkEmailIsFree(tx: Tx, { id, email }: { id?: string; email: string }, problems: Problems) {
  const path = ["input", "email"];
  if (problems.has(path)) return;
  const other = await tx.staffUser.findFirst({
    where: { email, deletedAt: null, ...(id === undefined ? {} : { id: { not: id } }) },
    select: { id: true },
  });
  if (other) problems.taken("EMAIL_TAKEN", path, "Must be an email that no other user has.", other.id);
}
