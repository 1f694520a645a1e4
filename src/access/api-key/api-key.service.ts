import type { RequestDatabase } from "../../database/request-database.js";
import { lockNode, type NodeTable } from "../../graphql/errors/lock-node.js";
import { UserErrorCollector } from "../../graphql/errors/user-error-collector.js";
import { checkInput } from "../../graphql/input/check-input.js";
import { newId } from "../../graphql/node/ids.js";
import { hashSecret, newApiKeySecret, redact } from "../auth/api-key-secret.js";
import type { Caller } from "../auth/caller.js";
import { waitForCallerCaches } from "../auth/caller-cache.js";
import { checkCallerHoldsScopes } from "../auth/check-access.js";
import { scopesOf } from "../auth/scope.type.js";
import type { ApiKeyCreateArgs } from "./api-key.args.js";
import { apiKeyColumns } from "./api-key.list.js";
import type { ReadableApiKey } from "./api-key.type.js";
import { rootKeyId } from "./root-key.js";

const omit = { secretHash: true } as const;
const apiKeys: NodeTable<ReadableApiKey> = { kind: "ApiKey", name: "api_key", columns: apiKeyColumns };

/**
 * Creates an API key. Returns its secret, which is never available again.
 * @throws UserErrorsException for each broken rule of the input; FORBIDDEN for scopes that the caller does not hold.
 */
export async function createApiKey(db: RequestDatabase, caller: Caller | null, { input }: ApiKeyCreateArgs) {
  checkCallerHoldsScopes(caller, input.scopes, "ApiKeyCreateInput.scopes");
  const userErrors = await checkInput(input);
  const { title, expiresAt = null } = input;
  const now = new Date();
  if (expiresAt !== null && expiresAt <= now) {
    userErrors.add("OUT_OF_RANGE", ["input", "expiresAt"], "Must be in the future.");
  }
  userErrors.throwIfAny();
  const secret = newApiKeySecret();
  return db.transaction(caller, async (tx) => {
    const key = { title, expiresAt, scopes: scopesOf(input.scopes), createdBy: caller?.id ?? null, createdAt: now };
    const data = { id: newId("ApiKey"), secretHash: hashSecret(secret), redacted: redact(secret), ...key };
    return { apiKey: await tx.apiKey.create({ data, omit }), secret };
  });
}

/**
 * Revokes an API key permanently. A revoked key does not change.
 * @throws UserErrorsException with NOT_FOUND, or CONFLICTING_INPUT for the root key; FORBIDDEN for scopes of the key that the
 * caller does not hold.
 */
export async function revokeApiKey(db: RequestDatabase, caller: Caller | null, id: string) {
  const result = await db.transaction(caller, async (tx) => {
    const userErrors = new UserErrorCollector();
    // Of two concurrent calls, the second waits here and then finds the key revoked.
    const before = await lockNode(tx, apiKeys, id, ["id"], userErrors);
    if (before?.revokedAt === null) checkCallerHoldsScopes(caller, scopesOf(before.scopes), "Mutation.apiKeyRevoke");
    if (before?.id === rootKeyId) {
      userErrors.add(
        "CONFLICTING_INPUT",
        ["id"],
        "Must not be the root key. To replace it, restart the server with another ADMIN_API_KEY.",
      );
    }
    userErrors.throwIfAny();
    if (before === null || before.revokedAt !== null) return { apiKey: before };
    return { apiKey: await tx.apiKey.update({ where: { id }, data: { revokedAt: new Date() }, omit }) };
  });
  await waitForCallerCaches();
  return result;
}
