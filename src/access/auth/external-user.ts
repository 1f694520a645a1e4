import { isUniqueViolation } from "../../database/errors/errors.js";
import type { PrismaClient } from "../../database/generated/client.js";
import { normalizeEmail } from "../../graphql/input/normalize-text.js";
import { newId } from "../../graphql/node/ids.js";
import type { Caller } from "./caller.js";
import type { ExternalIdentity } from "./external-identity.js";

/**
 * Finds the member of staff for an identity of the identity provider. The user is created at the first request with a
 * scope. An existing user with the same email is linked to the identity if the provider has verified the email and the
 * user is not linked yet. The scopes come from the token; the user's row stores the scopes of the last token.
 * @returns null for an unknown identity without a scope, for a user who is linked and was deleted here, and if the email
 * belongs to another user.
 */
export async function findExternalUser(db: PrismaClient, identity: ExternalIdentity): Promise<Caller | null> {
  const known = await findBySubject(db, identity.subject);
  const user = known ?? (identity.scopes.length > 0 ? await addUser(db, identity) : null);
  if (user === null || user.deletedAt !== null) return null;
  await storeScopes(db, user, identity);
  await markEmailAsProven(db, user, identity);
  return { type: "USER", id: user.id, scopes: new Set(identity.scopes) };
}

/** A user who is linked to an identity of the provider. */
interface ExternalUser {
  readonly id: string;
  readonly email: string;
  readonly emailIsProven: boolean;
  readonly providedScopes: readonly string[];
  readonly deletedAt: Date | null;
}

async function findBySubject(db: PrismaClient, externalSubject: string): Promise<ExternalUser | null> {
  const select = { id: true, email: true, emailIsProven: true, providedScopes: true, deletedAt: true };
  return db.staffUser.findUnique({ where: { externalSubject }, select });
}

async function addUser(db: PrismaClient, identity: ExternalIdentity): Promise<ExternalUser | null> {
  const { subject: externalSubject, emailIsVerified, firstName, lastName } = identity;
  const email = normalizeEmail(identity.email);
  const owner = { email, emailIsProven: true, deletedAt: null };
  const linked = emailIsVerified
    ? await db.staffUser.updateMany({ where: { ...owner, externalSubject: null }, data: { externalSubject } })
    : { count: 0 };
  if (linked.count === 0) {
    const notLinkedToSubject = [{ externalSubject: null }, { externalSubject: { not: externalSubject } }];
    if ((await db.staffUser.count({ where: { ...owner, OR: notLinkedToSubject } })) > 0) return null;
    try {
      await db.staffUser.create({
        data: { id: newId("User"), email, emailIsProven: emailIsVerified, firstName, lastName, externalSubject },
      });
    } catch (error) {
      // Two first requests ran concurrently, or another user got the email in the meantime.
      if (!isUniqueViolation(error)) throw error;
    }
  }
  return findBySubject(db, externalSubject);
}

/** Stores the scopes of the last token. The rules for changing and deleting the user read them. */
async function storeScopes(db: PrismaClient, user: ExternalUser, { scopes }: ExternalIdentity): Promise<void> {
  if (scopes.join() === user.providedScopes.join()) return;
  await db.staffUser.update({ where: { id: user.id }, data: { providedScopes: [...scopes] }, select: { id: true } });
}

/** Marks the email as proven once the provider has verified it, unless another user has it. */
async function markEmailAsProven(db: PrismaClient, user: ExternalUser, identity: ExternalIdentity): Promise<void> {
  if (user.emailIsProven || !identity.emailIsVerified || normalizeEmail(identity.email) !== user.email) return;
  try {
    await db.staffUser.update({ where: { id: user.id }, data: { emailIsProven: true }, select: { id: true } });
  } catch (error) {
    if (!isUniqueViolation(error)) throw error;
  }
}
