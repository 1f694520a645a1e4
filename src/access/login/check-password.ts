import type { UserErrorCollector } from "../../graphql/errors/user-error-collector.js";
import { hashingCost, verifyPassword } from "../auth/password.js";
import type { Context } from "../context.js";
import { clearAttempts, countAttempt, subjectsOf } from "./login-throttle.js";

/** The account of the caller. */
export interface OwnAccount {
  readonly kind: "staff" | "customer";
  readonly email: string;
  /** Undefined if the account has no password. */
  readonly passwordHash: string | undefined;
}

/**
 * Checks the password of the caller before a change of the account. Failures are counted together with failed logins. Adds
 * INVALID_CREDENTIALS if the password is wrong.
 * @throws RATE_LIMITED after several failures.
 */
export async function checkCurrentPassword(
  { db, clientAddress, refund }: Pick<Context, "db" | "clientAddress" | "refund">,
  { kind, email, passwordHash }: OwnAccount,
  password: string,
  userErrors: UserErrorCollector,
): Promise<void> {
  const subjects = subjectsOf(kind, email, clientAddress);
  await countAttempt(db.reserved, subjects).catch(async (error) => {
    await refund(hashingCost.fixed);
    throw error;
  });
  if (await verifyPassword(password, passwordHash)) await clearAttempts(db.reserved, subjects);
  else addWrongPassword(userErrors);
}

export function addWrongPassword(userErrors: UserErrorCollector): void {
  userErrors.add("INVALID_CREDENTIALS", ["currentPassword"], "Must be the present password of the account.");
}
