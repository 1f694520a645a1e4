import type { Actor } from "../../database/transactions/actor.js";
import type { Tx } from "../../database/transactions/transaction.js";
import { type Scope, scopesOf } from "../auth/scope.type.js";
import type { LinkToken } from "../link-token/link-token.rows.js";
import { heldScopes } from "../user/user.rows.js";

/** The details of an invitation, as they are stored with its token. */
export interface Invitation {
  readonly inviter: Actor;
  readonly scopes: readonly Scope[];
}

/** Reads the details of an invitation. */
export function invitationOf({ details }: LinkToken): Invitation {
  const { inviter, scopes } = details as unknown as Invitation;
  return { inviter, scopes: scopesOf(scopes) };
}

/**
 * Reads the scopes of an inviter, and locks the row until the transaction ends. Several invitations of one inviter can be accepted
 * at the same time.
 * @returns no scopes for a deleted user, and for a revoked or expired API key.
 */
export async function lockInviterScopes(tx: Tx, { type, id }: Actor): Promise<ReadonlySet<Scope>> {
  const rows = type === "USER" ? await lockUserScopes(tx, id) : await lockKeyScopes(tx, id);
  return new Set(rows.flatMap(heldScopes));
}

interface HeldScopes {
  readonly scopes: string[];
  readonly providedScopes: string[];
}

async function lockUserScopes(tx: Tx, id: string): Promise<HeldScopes[]> {
  return tx.$queryRaw<HeldScopes[]>`
    SELECT scopes, provided_scopes AS "providedScopes" FROM staff_user WHERE id = ${id} AND deleted_at IS NULL FOR SHARE`;
}

async function lockKeyScopes(tx: Tx, id: string): Promise<HeldScopes[]> {
  return tx.$queryRaw<HeldScopes[]>`
    SELECT scopes, '{}'::text[] AS "providedScopes" FROM api_key
    WHERE id = ${id} AND revoked_at IS NULL AND (expires_at IS NULL OR expires_at > now()) FOR SHARE`;
}
