import { loginsAreOff } from "../../graphql/errors/request-errors.js";
import { UserErrorCollector } from "../../graphql/errors/user-error-collector.js";
import { normalizeEmail } from "../../graphql/input/normalize-text.js";
import { isStorableText } from "../../graphql/node/ids.js";
import { hashingCost, verifyPassword } from "../auth/password.js";
import type { Context } from "../context.js";
import { viewerOf } from "../viewer/viewer-of.js";
import type { Accounts } from "./accounts.js";
import type { LoginArgs } from "./login.args.js";
import { clearAttempts, countAttempt, subjectsOf } from "./login-throttle.js";

/** No stored password is longer in any encoding. Longer passwords are wrong, so they are not hashed. */
const maxHashedLength = 1_000;

type LoginContext = Pick<Context, "db" | "authentication" | "clientAddress" | "refund">;

/**
 * Logs in a user or customer. An unknown email and a wrong password give the same error after about the same time.
 * @throws UserErrorsException with INVALID_CREDENTIALS; RATE_LIMITED after several failures; FORBIDDEN if logins are
 * disabled.
 */
export async function logIn(
  { db, authentication: { db: reservedDb, tokens }, clientAddress, refund }: LoginContext,
  accounts: Accounts,
  { email, password }: LoginArgs,
) {
  if (tokens === undefined) throw loginsAreOff();
  const normalizedEmail = normalizeEmail(email);
  const reader = db.reserved;
  const subjects = subjectsOf(accounts.kind, normalizedEmail, clientAddress);
  await countAttempt(reader, subjects).catch(async (error) => {
    // Without the refund, refused attempts of one client would use up the rate limit of all clients at its address.
    await refund(hashingCost.fixed);
    throw error;
  });
  const isPlausible = isStorableText(normalizedEmail) && password.length <= maxHashedLength;
  const account = isPlausible ? await accounts.find(reservedDb, normalizedEmail) : undefined;
  const isCorrect = await verifyPassword(isPlausible ? password : "", account?.passwordHash);
  if (account === undefined || !isCorrect) throw invalidCredentials();

  await clearAttempts(reader, subjects);
  const { caller, passwordVersion } = account;
  const issued = await tokens.issue({ id: caller.id, passwordVersion }, accounts.tokenLifetimeSeconds);
  return { ...issued, viewer: viewerOf(caller) };
}

function invalidCredentials(): Error {
  const userErrors = new UserErrorCollector();
  userErrors.add("INVALID_CREDENTIALS", ["password"], "Must be the password of this email.");
  return userErrors.toException();
}
