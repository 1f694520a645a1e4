import { isUniqueViolation } from "../../database/errors/errors.js";
import type { PrismaClient } from "../../database/generated/client.js";
import { hashSecret } from "../auth/api-key-secret.js";
import { allScopes } from "../auth/scope.type.js";

/** The id of the key that the operator sets, or the embedded database makes, to begin with. */
export const rootKeyId = "apk_root";

/**
 * Makes the root key the one with this secret: it then is a key like others, with all scopes. Without a secret there is no
 * root key: one from before is revoked.
 * @throws Error when another API key has the secret.
 */
export async function saveRootKey(db: PrismaClient, secret: string | undefined): Promise<void> {
  if (secret === undefined) {
    await db.apiKey.updateMany({ where: { id: rootKeyId, revokedAt: null }, data: { revokedAt: new Date() } });
    return;
  }
  // Not a character of it: unlike other secrets it may be short.
  const key = { title: "Root key", secretHash: hashSecret(secret), redacted: "…", scopes: allScopes };
  try {
    await db.apiKey.upsert({
      where: { id: rootKeyId },
      create: { id: rootKeyId, ...key },
      update: { ...key, revokedAt: null, expiresAt: null },
    });
  } catch (error) {
    if (!isUniqueViolation(error)) throw error;
    throw new Error("ADMIN_API_KEY must be another than the secret of an API key that is there already.");
  }
}
