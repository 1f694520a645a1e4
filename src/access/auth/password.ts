import { type Algorithm, hash, verify } from "@node-rs/argon2";
import type { InputCost } from "../../graphql/cost/cost.js";
import { serviceUnavailable } from "../../graphql/errors/request-errors.js";
import { isMedusaHash, verifyMedusaHash } from "./medusa-hash.js";

/** Argon2id with the parameters of the OWASP Password Storage Cheat Sheet: 19 MiB, 2 passes, 1 lane, a salt of 16 bytes. */
const parameters = { algorithm: 2 satisfies Algorithm.Argon2id, memoryCost: 19_456, timeCost: 2, parallelism: 1 };

/** The cost of an input with a password: setting or checking it computes a hash, which takes about 50 ms. */
export const hashingCost = { fixed: 2_500 } as const satisfies InputCost;

// The hash that is compared when the email is unknown, so that the check takes as long as for a known email.
let dummyHash: Promise<string> | undefined;

/** No password is longer in any encoding, except some that come from Medusa. Longer passwords are wrong, so they are not hashed. */
export const maxHashedLength = 10_000;

/** A hash occupies one of a few threads for tens of milliseconds, so further requests would wait for seconds. */
const maxConcurrentHashes = 100;
let runningHashes = 0;

/** Hashes a password in a separate thread. Returns the PHC string format. */
export async function hashPassword(password: string): Promise<string> {
  return limitConcurrency(() => hash(normalizePassword(password), parameters));
}

/**
 * True if the password matches the hash. Without a hash, returns false after the same amount of work.
 * @param medusaHash any stored hash of Medusa, if there is one: then wrong passwords take the same time for all accounts.
 */
export async function verifyPassword(
  password: string,
  passwordHash: string | undefined,
  medusaHash?: string,
): Promise<boolean> {
  dummyHash ??= hash(normalizePassword("nobody's password"), parameters);
  const isFromMedusa = passwordHash !== undefined && isMedusaHash(passwordHash);
  const [own, fromMedusa] = isFromMedusa
    ? [await dummyHash, passwordHash]
    : [passwordHash ?? (await dummyHash), medusaHash];
  return limitConcurrency(async () => {
    const matchesOwn = await verifyArgon2(password, own);
    if (matchesOwn && own === passwordHash) return true;
    const matchesMedusa = fromMedusa !== undefined && (await verifyMedusaHash(password, fromMedusa));
    return matchesMedusa && isFromMedusa;
  });
}

async function verifyArgon2(password: string, passwordHash: string): Promise<boolean> {
  const isHashed = password.length <= maxHashedLength;
  const matches = await verify(passwordHash, normalizePassword(isHashed ? password : ""));
  return matches && isHashed;
}

/** @throws SERVICE_UNAVAILABLE when too many hashes are being computed. */
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

/** Normalizes a password, because keyboards encode the same characters differently (NIST SP 800-63B, 5.1.1.2). */
function normalizePassword(password: string): string {
  return password.normalize("NFKC");
}
