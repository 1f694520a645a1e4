import type { Reader } from "../../database/fast-reads/reader.js";
import { Prisma } from "../../database/generated/client.js";
import { clientKey } from "../throttle/client-address.js";
import {
  countFailures,
  type FailureRule,
  type FailureSubject,
  failureSubject,
  undoFailure,
} from "../throttle/failure-count.js";

/*
 * There are three counts of failed logins: a strict one for an email at one client address, a looser one for the email at any
 * address, and a generous one for the address, which may belong to an office, a mobile network or a proxy. So wrong passwords
 * slow down the person who enters them before others with the same email or address.
 */

const rules = {
  emailAtClient: { firstDelayedFailure: 5, decaySeconds: 900 },
  email: { firstDelayedFailure: 20, decaySeconds: 900 },
  client: { firstDelayedFailure: 300, decaySeconds: 10 },
} as const satisfies Record<string, FailureRule>;

export type Subjects = Readonly<Record<keyof typeof rules, FailureSubject>>;

export function subjectsOf(kind: string, email: string, clientAddress: string): Subjects {
  const client = clientKey(clientAddress);
  return {
    emailAtClient: failureSubject(`${kind} at ${client} ${email}`, rules.emailAtClient, email),
    email: failureSubject(`${kind} ${email}`, rules.email, email),
    client: failureSubject(`client ${client}`, rules.client),
  };
}

/**
 * Counts an attempt as failed.
 * @throws RATE_LIMITED when the email or the client address has to wait.
 */
export async function countAttempt(reader: Reader, { emailAtClient, email, client }: Subjects): Promise<void> {
  await countFailures(reader, [emailAtClient, email, client]);
}

/** Called after a correct password: resets the counts of the email, and lowers the count of the client by one. */
export async function clearAttempts(reader: Reader, { emailAtClient, email, client }: Subjects): Promise<void> {
  await reader.read(Prisma.sql`DELETE FROM failed_login WHERE subject IN (${emailAtClient.hash}, ${email.hash})`);
  await undoFailure(reader, client);
}
