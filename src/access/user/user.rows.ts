import type { StaffUser as UserRow } from "../../database/generated/client.js";
import type { Tx } from "../../database/transactions/transaction.js";
import { newId } from "../../graphql/node/ids.js";
import { type Scope, scopesOf } from "../auth/scope.type.js";

/** The values of a new user. */
interface NewUser {
  /** In normal form. */
  readonly email: string;
  readonly firstName?: string | null | undefined;
  readonly lastName?: string | null | undefined;
  readonly scopes: readonly Scope[];
  readonly passwordHash: string;
}

/** Inserts a user with a password. */
export async function insertUser(tx: Tx, user: NewUser): Promise<UserRow> {
  const { email, firstName = null, lastName = null, scopes, passwordHash: hash } = user;
  const now = new Date();
  const row = {
    id: newId("User"),
    email,
    firstName,
    lastName,
    scopes: scopesOf(scopes),
    createdAt: now,
    updatedAt: now,
  };
  return tx.staffUser.create({ data: { ...row, passwordVersion: 1, password: { create: { hash } } } });
}

/** The update that sets a password. The new version ends all sessions and all links in mails. */
export function passwordUpdate(hash: string) {
  return { passwordVersion: { increment: 1 }, password: { upsert: { create: { hash }, update: { hash } } } };
}

/**
 * The scopes that a user holds with a password or at the identity provider. A caller needs all of them to change or delete
 * the user. Otherwise a new email or password would give the caller scopes that they do not hold.
 */
export function heldScopes({ scopes, providedScopes }: Pick<UserRow, "scopes" | "providedScopes">): Scope[] {
  return scopesOf([...scopes, ...providedScopes]);
}
