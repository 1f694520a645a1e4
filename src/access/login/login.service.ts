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

/** Nobody's password is longer, in whatever characters; hashing a megabyte would be work for nothing. */
const maxHashedLength = 1_000;

type LoginContext = Pick<Context, "reservedReader" | "authentication" | "clientAddress" | "refund">;

/**
 * Logs somebody in: the same answer, after about the same time, for an unknown email and a wrong password.
 * @throws UserErrorsException with INVALID_CREDENTIALS; RATE_LIMITED after several failures; FORBIDDEN where logins are off.
 */
export async function logIn(
  { reservedReader: reader, authentication: { tokens }, clientAddress, refund }: LoginContext,
  accounts: Accounts,
  { email, password }: LoginArgs,
) {
  if (tokens === undefined) throw loginsAreOff();
  const normalizedEmail = normalizeEmail(email);
  const subjects = subjectsOf(accounts.kind, normalizedEmail, clientAddress);
  await countAttempt(reader, subjects).catch(async (error) => {
    // Else the refused attempts of one client would leave nothing of what all clients at its address may ask for.
    await refund(hashingCost.own);
    throw error;
  });
  const isPlausible = isStorableText(normalizedEmail) && password.length <= maxHashedLength;
  const account = isPlausible ? await accounts.find(reader, normalizedEmail) : undefined;
  const isCorrect = await verifyPassword(isPlausible ? password : "", account?.passwordHash);
  if (account === undefined || !isCorrect) throw invalidCredentials();

  await clearAttempts(reader, subjects);
  const { caller, passwordVersion } = account;
  const issued = await tokens.issue({ id: caller.id, passwordVersion }, accounts.tokenLifetimeSeconds);
  return { ...issued, viewer: viewerOf(caller) };
}

function invalidCredentials(): Error {
  const userErrors = new UserErrorCollector();
  userErrors.add("INVALID_CREDENTIALS", ["password"], "Email and password must belong together.");
  return userErrors.toException();
}
