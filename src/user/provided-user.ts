import type { Caller } from "../auth/caller.js";
import type { ProvidedIdentity } from "../auth/provided-identity.js";
import { isUniqueViolation } from "../database/errors.js";
import type { PrismaClient } from "../database/generated/client.js";
import { normalEmail } from "../input/normal-text.js";
import { newId } from "../node/ids.js";

/**
 * The member of staff whom the identity provider names, who becomes one with their first request. A user who has the same
 * email, which the provider vouches for, and never came by way of it is taken for the same person. The scopes are the
 * provider's.
 * @returns null for somebody who came by way of the provider and was deleted here, and where the email belongs to another of the provider's identities.
 */
export async function findProvidedUser(db: PrismaClient, identity: ProvidedIdentity): Promise<Caller | null> {
  const user = (await findBySubject(db, identity.subject)) ?? (await addUser(db, identity));
  if (user === null || user.deletedAt !== null) return null;
  return { type: "USER", id: user.id, scopes: new Set(identity.scopes) };
}

async function findBySubject(db: PrismaClient, externalSubject: string) {
  return db.staffUser.findUnique({ where: { externalSubject }, select: { id: true, deletedAt: true } });
}

async function addUser(db: PrismaClient, identity: ProvidedIdentity) {
  const { subject: externalSubject, firstName, lastName } = identity;
  const email = normalEmail(identity.email);
  const known = { email, deletedAt: null, externalSubject: null };
  const linked = identity.emailIsVerified
    ? await db.staffUser.updateMany({ where: known, data: { externalSubject } })
    : { count: 0 };
  if (linked.count === 0) {
    try {
      await db.staffUser.create({
        data: { id: newId("User"), email, firstName, lastName, externalSubject },
      });
    } catch (error) {
      // Their first two requests came at once, or the email belongs to another identity.
      if (!isUniqueViolation(error)) throw error;
    }
  }
  return findBySubject(db, externalSubject);
}
