import { loginsAreOff } from "../../graphql/errors/request-errors.js";
import { UserErrorCollector } from "../../graphql/errors/user-error-collector.js";
import { normalizeEmail } from "../../graphql/input/normalize-text.js";
import { isStorableText } from "../../graphql/node/ids.js";
import { hashingCost, verifyPassword } from "../auth/password.js";
import type { Context } from "../context.js";
import { AccountChangedError, type StartedSession, startSession } from "../session/session.service.js";
import type { Accounts } from "./accounts.js";
import { replaceMedusaHash } from "./imported-password.js";
import type { LoginArgs } from "./login.args.js";
import { clearAttempts, countAttempt, subjectsOf } from "./login-throttle.js";

type LoginContext = Pick<Context, "db" | "authentication" | "clientAddress" | "userAgent" | "refund">;

/**
 * Logs in a user or customer. An unknown email and a wrong password give the same error after about the same time.
 * @throws UserErrorsException with INVALID_CREDENTIALS; RATE_LIMITED after several failures; FORBIDDEN if logins are
 * disabled.
 */
export async function logIn(
  context: LoginContext,
  accounts: Accounts,
  { email, password }: LoginArgs,
): Promise<StartedSession> {
  const { db, authentication, clientAddress, refund } = context;
  const { db: reservedDb, tokens } = authentication;
  if (tokens === undefined) throw loginsAreOff();
  const normalizedEmail = normalizeEmail(email);
  const reader = db.reserved;
  const subjects = subjectsOf(accounts.kind, normalizedEmail, clientAddress);
  await countAttempt(reader, subjects).catch(async (error) => {
    // Without the refund, refused attempts of one client would use up the rate limit of all clients at its address.
    await refund(hashingCost.fixed);
    throw error;
  });
  const account = isStorableText(normalizedEmail) ? await accounts.find(reservedDb, normalizedEmail) : undefined;
  const isCorrect = await verifyPassword(password, account?.passwordHash, await accounts.findMedusaHash?.(reader));
  if (account === undefined || !isCorrect) throw invalidCredentials();

  await clearAttempts(reader, subjects);
  await replaceMedusaHash(reservedDb, account, password);
  return startSession(reservedDb, account, context).catch((error) => {
    throw error instanceof AccountChangedError ? invalidCredentials() : error;
  });
}

function invalidCredentials(): Error {
  const userErrors = new UserErrorCollector();
  userErrors.add("INVALID_CREDENTIALS", ["password"], "Must be the password of this email.");
  return userErrors.toException();
}
