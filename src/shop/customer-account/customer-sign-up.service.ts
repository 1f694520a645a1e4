import { type AccountContext, requireLogins } from "../../access/account/account-context.js";
import type { Authentication } from "../../access/auth/find-caller.js";
import { hashPassword } from "../../access/auth/password.js";
import type { LinkPasswordArgs } from "../../access/link-token/link-token.args.js";
import {
  addInvalidToken,
  consumeLinkToken,
  createLinkToken,
  findLinkToken,
  type LinkToken,
} from "../../access/link-token/link-token.rows.js";
import { slowDownBadTokens } from "../../access/link-token/link-token-throttle.js";
import { startSession } from "../../access/session/session.service.js";
import { mayMail } from "../../access/throttle/mail-throttle.js";
import type { Tx } from "../../database/transactions/transaction.js";
import { selfRegistrationIsOff } from "../../graphql/errors/request-errors.js";
import { UserErrorCollector } from "../../graphql/errors/user-error-collector.js";
import { checkInput } from "../../graphql/input/check-input.js";
import { normalizeEmail } from "../../graphql/input/normalize-text.js";
import { newId } from "../../graphql/node/ids.js";
import { checkEmailIsFree } from "../customer/customer.rules.js";
import { storePassword } from "../customer-mutations/customer-password.rows.js";
import { claimOrders } from "../order/order-claim.rows.js";
import type { CustomerRegisterArgs } from "./customer-account.args.js";
import { customerCaller, findAccount } from "./customer-account.lookup.js";
import type { CustomerRegisterInput } from "./customer-register.input.js";

const purpose = "customer-register";

/**
 * Sends a link on which a new customer chooses a password. If the email is registered already, the mail says so and has a link to
 * a new password. The response and the statements are the same in both cases.
 * @throws UserErrorsException for each broken rule of the input; FORBIDDEN if customers may not sign up.
 */
export async function requestRegistration(context: AccountContext, { input }: CustomerRegisterArgs) {
  const { db, mailbox } = context;
  requireSelfRegistration(context.authentication);
  requireLogins(context);
  mailbox.requireAvailable();
  (await checkInput(input)).throwIfAny();
  const { email: given, ...details } = input;
  const email = normalizeEmail(given);
  if (!(await mayMail(context, "customer sign-up", email))) return { accepted: true };
  await db.transaction(null, async (tx) => {
    const account = await findAccount(tx, email);
    const token = await createLinkToken(
      tx,
      account === null
        ? { purpose, subject: email, email, details }
        : { purpose: "customer-password-reset", subject: account.id, email, customerId: account.id },
    );
    await mailbox.queue(tx, { template: account === null ? purpose : "customer-register-known", to: email, token });
  });
  return { accepted: true };
}

/**
 * Creates the registered customer of a link, with a proven email, and logs in. The guest with the same email stays, and its orders
 * become those of the customer.
 * @throws UserErrorsException with INVALID_TOKEN, EMAIL_TAKEN if the email was registered after the request, and for each broken
 * rule of the password; FORBIDDEN if customers may not sign up; RATE_LIMITED after several bad tokens.
 */
export async function confirmRegistration(context: AccountContext, args: LinkPasswordArgs) {
  const { db, authentication } = context;
  requireSelfRegistration(authentication);
  requireLogins(context);
  return slowDownBadTokens(context, async () => {
    const inputProblems = await checkInput(args, []);
    if (!(await findLinkToken(db.reserved, purpose, args.token))) addInvalidToken(inputProblems);
    inputProblems.throwIfAny();
    const hash = await hashPassword(args.password);
    const caller = customerCaller(newId("Customer"));
    return db.transaction(caller, async (tx) => {
      const userErrors = new UserErrorCollector();
      const link = await consumeLinkToken(tx, purpose, args.token, userErrors);
      if (link) await checkEmailIsFree(tx, null, { email: link.email, hasAccount: true }, ["token"], userErrors);
      userErrors.throwIfAny();
      if (link) await createAccount(tx, caller.id, link, hash);
      return startSession(tx, { caller, passwordVersion: 1 }, context);
    });
  });
}

async function createAccount(tx: Tx, id: string, { email, details }: LinkToken, hash: string): Promise<void> {
  const names = details as Omit<CustomerRegisterInput, "email">;
  const { firstName = null, lastName = null, companyName = null, phone = null } = names;
  const now = new Date();
  const account = { hasAccount: true, passwordVersion: 1, emailVerifiedAt: now };
  const values = { id, email, firstName, lastName, companyName, phone, createdAt: now, updatedAt: now };
  await tx.customer.create({ data: { ...values, ...account } });
  await storePassword(tx, id, hash);
  await claimOrders(tx, { id, email });
}

function requireSelfRegistration({ selfRegistration }: Authentication): void {
  if (!selfRegistration) throw selfRegistrationIsOff();
}
