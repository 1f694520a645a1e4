import type { PrismaClient } from "../../database/generated/client.js";
import { inTransaction } from "../../database/transactions/transaction.js";
import { normalizeEmail } from "../../graphql/input/normalize-text.js";
import { newId } from "../../graphql/node/ids.js";
import { hashPassword } from "../auth/password.js";
import { allScopes } from "../auth/scope.type.js";

/**
 * Creates the first member of staff, with all scopes. Does nothing if there is or was any user: old settings must not
 * create a deleted user again. The user with the id `ignoredId` does not count.
 * @returns true if the user was created.
 */
export async function createFirstUser(
  db: PrismaClient,
  { email: givenEmail, password }: { readonly email: string; readonly password: string },
  ignoredId = "",
): Promise<boolean> {
  const email = normalizeEmail(givenEmail);
  const counted = { OR: [{ id: { not: ignoredId } }, { email }] };
  if ((await db.staffUser.count({ where: counted })) > 0) return false;
  const hash = await hashPassword(password);
  return inTransaction(db, null, async (tx) => {
    // Several processes may start at the same time.
    await tx.$executeRaw`LOCK TABLE staff_user IN SHARE ROW EXCLUSIVE MODE`;
    if ((await tx.staffUser.count({ where: counted })) > 0) return false;
    const user = { id: newId("User"), email, scopes: allScopes };
    await tx.staffUser.create({ data: { ...user, passwordVersion: 1, password: { create: { hash } } } });
    return true;
  });
}
