import { type Algorithm, hash, verify } from "@node-rs/argon2";

/** Argon2id as the OWASP Password Storage Cheat Sheet asks for: 19 MiB, two passes, one lane. Salted with 16 random bytes. */
const parameters = { algorithm: 2 satisfies Algorithm.Argon2id, memoryCost: 19_456, timeCost: 2, parallelism: 1 };

// Made when it is first needed: what an unknown email's password is compared with, so that it takes as long as a known one's.
let nobodysHash: Promise<string> | undefined;

/** A hash to store, in the PHC string format. Computed in a thread of its own. */
export async function hashPassword(password: string): Promise<string> {
  return hash(normalPassword(password), parameters);
}

/** Whether the password is the one of the hash; without a hash false, after as much work. */
export async function isPassword(password: string, passwordHash: string | undefined): Promise<boolean> {
  nobodysHash ??= hashPassword("nobody's password");
  const matches = await verify(passwordHash ?? (await nobodysHash), normalPassword(password));
  return matches && passwordHash !== undefined;
}

/** The same password typed on another keyboard (NIST SP 800-63B, 5.1.1.2). */
function normalPassword(password: string): string {
  return password.normalize("NFKC");
}
