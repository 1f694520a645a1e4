import { type Algorithm, hash, verify } from "@node-rs/argon2";
import type { InputCost } from "../../graphql/cost/cost.js";
import { serviceUnavailable } from "../../graphql/errors/request-errors.js";

/** Argon2id as the OWASP Password Storage Cheat Sheet asks for: 19 MiB, two passes, one lane. Salted with 16 random bytes. */
const parameters = { algorithm: 2 satisfies Algorithm.Argon2id, memoryCost: 19_456, timeCost: 2, parallelism: 1 };

/** Of an input with a password: to set it or to check it, it is hashed, for about 50 ms. */
export const hashingCost = { own: 2_500 } as const satisfies InputCost;

// Made when it is first needed: what an unknown email's password is compared with, so that it takes as long as a known one's.
let dummyHash: Promise<string> | undefined;

/** Each takes tens of milliseconds of one of a few threads: who comes after these would wait for seconds. */
const maxConcurrentHashes = 100;
let runningHashes = 0;

/** A hash to store, in the PHC string format. Computed in a thread of its own. */
export async function hashPassword(password: string): Promise<string> {
  return limitConcurrency(() => hash(normalizePassword(password), parameters));
}

/** Whether the password is the one of the hash; without a hash false, after as much work. */
export async function verifyPassword(password: string, passwordHash: string | undefined): Promise<boolean> {
  dummyHash ??= hash(normalizePassword("nobody's password"), parameters);
  const compared = passwordHash ?? (await dummyHash);
  const matches = await limitConcurrency(() => verify(compared, normalizePassword(password)));
  return matches && passwordHash !== undefined;
}

/** @throws SERVICE_UNAVAILABLE when too many wait already. */
async function limitConcurrency<T>(work: () => Promise<T>): Promise<T> {
  if (runningHashes >= maxConcurrentHashes)
    throw serviceUnavailable("Too many passwords are being checked. Try again in a moment.");
  runningHashes += 1;
  try {
    return await work();
  } finally {
    runningHashes -= 1;
  }
}

/** The same password typed on another keyboard (NIST SP 800-63B, 5.1.1.2). */
function normalizePassword(password: string): string {
  return password.normalize("NFKC");
}
