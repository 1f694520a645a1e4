import { isUniqueViolation } from "../../database/errors/errors.js";
import type { PrismaClient } from "../../database/generated/client.js";
import { normalizeEmail } from "../../graphql/input/normalize-text.js";
import { newId } from "../../graphql/node/ids.js";
import type { Caller } from "./caller.js";
import type { ExternalIdentity } from "./external-identity.js";

/**
 * The member of staff whom the identity provider names, who becomes one with their first request that brings a scope. A user
 * who has the same email, which the provider vouches for, and never came by way of it is taken for the same person. The
 * scopes are the provider's; those of the last token are kept with the user.
 * @returns null for somebody without a scope who is no user yet, for somebody who came by way of the provider and was
 * deleted here, and where the email belongs to another user.
 */
export async function findExternalUser(db: PrismaClient, identity: ExternalIdentity): Promise<Caller | null> {
  const known = await findBySubject(db, identity.subject);
  const user = known ?? (identity.scopes.length > 0 ? await addUser(db, identity) : null);
  if (user === null || user.deletedAt !== null) return null;
  await storeScopes(db, user, identity);
  await markEmailAsProven(db, user, identity);
  return { type: "USER", id: user.id, scopes: new Set(identity.scopes) };
}

/** What is known of a user who came by way of the provider. */
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
      // Their first two requests came at once, or another got the email meanwhile.
      if (!isUniqueViolation(error)) throw error;
    }
  }
  return findBySubject(db, externalSubject);
}

/** Keeps the scopes of the last token: changing or deleting the user needs them. */
async function storeScopes(db: PrismaClient, user: ExternalUser, { scopes }: ExternalIdentity): Promise<void> {
  if (scopes.join() === user.providedScopes.join()) return;
  await db.staffUser.update({ where: { id: user.id }, data: { providedScopes: [...scopes] }, select: { id: true } });
}

/** An email that the provider vouches for by now is the user's own, unless another has it. */
async function markEmailAsProven(db: PrismaClient, user: ExternalUser, identity: ExternalIdentity): Promise<void> {
  if (user.emailIsProven || !identity.emailIsVerified || normalizeEmail(identity.email) !== user.email) return;
  try {
    await db.staffUser.update({ where: { id: user.id }, data: { emailIsProven: true }, select: { id: true } });
  } catch (error) {
    if (!isUniqueViolation(error)) throw error;
  }
}
