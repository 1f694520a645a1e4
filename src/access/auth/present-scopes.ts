import type { PrismaClient } from "../../database/generated/client.js";
import type { Caller } from "./caller.js";
import { allScopes } from "./scope.type.js";

/**
 * The scopes that a caller of an earlier request has now. Null if the user was deleted, or if the API key was revoked or has
 * expired. A user of an identity provider has the scopes of their last request.
 */
export async function findPresentScopes(
  db: PrismaClient,
  { type, id }: Pick<Caller, "type" | "id">,
): Promise<readonly string[] | null> {
  if (type === "SYSTEM") return allScopes;
  return type === "USER" ? findUserScopes(db, id) : findApiKeyScopes(db, id);
}

async function findUserScopes(db: PrismaClient, id: string): Promise<readonly string[] | null> {
  const select = { scopes: true, providedScopes: true };
  const user = await db.staffUser.findFirst({ where: { id, deletedAt: null }, select });
  return user && [...user.scopes, ...user.providedScopes];
}

async function findApiKeyScopes(db: PrismaClient, id: string): Promise<readonly string[] | null> {
  const isValid = { OR: [{ expiresAt: null }, { expiresAt: { gt: new Date() } }] };
  const key = await db.apiKey.findFirst({ where: { id, revokedAt: null, ...isValid }, select: { scopes: true } });
  return key?.scopes ?? null;
}
