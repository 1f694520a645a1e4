import type { PasswordAccounts } from "../account/password-accounts.js";
import { scopesOf } from "../auth/scope.type.js";
import { lockUserRow } from "../user/user.lookup.js";
import { passwordUpdate } from "../user/user.rows.js";

/**
 * The accounts of staff. Users of an identity provider without a password here have none, and cannot get one by a link. An email
 * that the provider has not verified identifies nobody.
 */
export const userAccounts: PasswordAccounts = {
  callerType: "USER",
  mailKind: "staff password reset",
  resetPurpose: "user-password-reset",
  changedNotice: "user-password-changed",
  findForReset: async (tx, email) => {
    const where = { email, emailIsProven: true, deletedAt: null, password: { isNot: null } };
    const user = await tx.staffUser.findFirst({ where, select: { id: true } });
    return user && { userId: user.id };
  },
  idOfLink: ({ userId }) => userId,
  readPassword: async (db, id) => {
    const user = await db.staffUser.findUnique({ where: { id }, select: { email: true, passwordVersion: true } });
    const password = await db.staffPassword.findUnique({ where: { userId: id } });
    return user && { kind: "staff", ...user, passwordHash: password?.hash };
  },
  lock: async (tx, id) => {
    const user = await lockUserRow(tx, id);
    if (user === null || user.deletedAt !== null || !user.emailIsProven) return null;
    const { email, passwordVersion, scopes } = user;
    return { id, email, passwordVersion, caller: { type: "USER", id, scopes: new Set(scopesOf(scopes)) } };
  },
  setPassword: async (tx, { id }, hash) => {
    const data = { ...passwordUpdate(hash), updatedAt: new Date() };
    return (await tx.staffUser.update({ where: { id }, data, select: { passwordVersion: true } })).passwordVersion;
  },
};
