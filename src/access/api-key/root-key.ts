import { isUniqueViolation } from "../../database/errors/errors.js";
import type { PrismaClient } from "../../database/generated/client.js";
import { hashSecret } from "../auth/api-key-secret.js";
import { allScopes } from "../auth/scope.type.js";

/** The id of the first API key, which comes from ADMIN_API_KEY or is created for the embedded database. */
export const rootKeyId = "apk_root";

/**
 * Creates or replaces the root key, an API key with all scopes and this secret. Without a secret, an existing root key is
 * revoked.
 * @throws Error when another API key has the secret.
 */
export async function saveRootKey(db: PrismaClient, secret: string | undefined): Promise<void> {
  if (secret === undefined) {
    await db.apiKey.updateMany({ where: { id: rootKeyId, revokedAt: null }, data: { revokedAt: new Date() } });
    return;
  }
  // The root key may be short, so none of its characters are stored.
  const key = { title: "Root key", secretHash: hashSecret(secret), redacted: "…", scopes: allScopes };
  try {
    await db.apiKey.upsert({
      where: { id: rootKeyId },
      create: { id: rootKeyId, ...key },
      update: { ...key, revokedAt: null, expiresAt: null },
    });
  } catch (error) {
    if (!isUniqueViolation(error)) throw error;
    throw new Error("ADMIN_API_KEY must not be the secret of an existing API key.");
  }
}
