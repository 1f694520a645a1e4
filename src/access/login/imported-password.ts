import type { Reader } from "../../database/fast-reads/reader.js";
import { Prisma, type PrismaClient } from "../../database/generated/client.js";
import type { Caller } from "../auth/caller.js";
import { isMedusaHash } from "../auth/medusa-hash.js";
import { hashPassword, maxHashedLength } from "../auth/password.js";

/** Finds any password hash of Medusa. The text of the condition must be that of the index customer_password_medusa_idx. */
export async function findMedusaHash(reader: Reader): Promise<string | undefined> {
  const [found] = await reader.read<{ hash: string }>(
    Prisma.sql`SELECT hash FROM customer_password WHERE starts_with(hash, '$medusa-scrypt$') LIMIT 1`,
    { keepPrepared: true },
  );
  return found?.hash;
}

/**
 * Replaces a password hash of Medusa with Argon2id, after a login with the right password. Does nothing if the password has
 * changed meanwhile. The version of the password stays, so that sessions do not end.
 */
export async function replaceMedusaHash(
  db: PrismaClient,
  { caller, passwordHash }: { caller: Caller; passwordHash: string },
  password: string,
): Promise<void> {
  if (!isMedusaHash(passwordHash) || password.length > maxHashedLength) return;
  const hash = await hashPassword(password);
  await db.customerPassword.updateMany({ where: { customerId: caller.id, hash: passwordHash }, data: { hash } });
}
