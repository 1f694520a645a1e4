import type { InputCost } from "../../graphql/cost/cost.js";
import type { Context } from "../context.js";
import { clientKey } from "./client-address.js";
import { countFailure, countFailures, type FailureRule, type FailureSubject, failureSubject } from "./failure-count.js";

/*
 * Anybody can request mails to any address. So each address gets at most 3 mails at once, and then one every 15 minutes. Further
 * requests have the same response, send nothing, and do not end a link that was sent before. Each kind of mail is counted
 * separately: somebody who asked several times to sign up still gets a link to a new password.
 */

const mailsToAddress: FailureRule = { firstDelayedFailure: 3, decaySeconds: 900, firstDelaySeconds: 900 };
/** As for failed logins: one address may belong to an office, a mobile network or a proxy. */
const mailsOfClient: FailureRule = { firstDelayedFailure: 300, decaySeconds: 10 };

/** The cost of a mail: about 5 ms to write, render and send it. */
export const mailCost = { fixed: 250 } as const satisfies InputCost;

/** The mails that are counted together. */
export type MailKind =
  | "customer sign-up"
  | "customer password reset"
  | "customer email change"
  | "staff password reset"
  | "staff invitation";

/**
 * Counts the request for a mail.
 * @param kind the kind of mails that are counted together.
 * @returns false if the address has got too many mails of this kind. The caller then sends nothing, and responds as usual.
 * @throws RATE_LIMITED if the client has requested too many mails.
 */
export async function mayMail(
  { db, clientAddress }: Pick<Context, "db" | "clientAddress">,
  kind: MailKind,
  email: string,
): Promise<boolean> {
  await countFailures(db.reserved, [subjectOfClient(clientAddress)]);
  const waitSeconds = await countFailure(db.reserved, subjectOfAddress(kind, email));
  return waitSeconds === 0;
}

/**
 * Counts the request for a mail of a caller who may learn that the address has got too many mails.
 * @throws RATE_LIMITED if the address has got too many mails of this kind, or the client has requested too many.
 */
export async function limitMails(
  { db, clientAddress }: Pick<Context, "db" | "clientAddress">,
  kind: MailKind,
  email: string,
): Promise<void> {
  await countFailures(db.reserved, [subjectOfClient(clientAddress), subjectOfAddress(kind, email)]);
}

function subjectOfClient(clientAddress: string): FailureSubject {
  return failureSubject(`mails of ${clientKey(clientAddress)}`, mailsOfClient);
}

function subjectOfAddress(kind: MailKind, email: string): FailureSubject {
  return failureSubject(`mails for ${kind} to ${email}`, mailsToAddress, email);
}
