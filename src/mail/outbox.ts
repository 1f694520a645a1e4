import type { PrismaClient } from "../database/generated/client.js";
import type { Tx } from "../database/transactions/transaction.js";

/** A mail that this process may send until its lease ends. */
export interface LeasedMail {
  readonly id: string;
  readonly template: string;
  readonly recipient: string;
  readonly content: Uint8Array;
  /** The number of attempts, with this one. */
  readonly attempts: number;
  readonly createdAt: Date;
  /** True if it is too late to send the mail. */
  readonly isTooOld: boolean;
}

/** The time in which a mail is sent or given up. */
const maxAgeHours = 24;

/**
 * Leases the mails that are due, the longest waiting first. Another process skips them until the lease ends, which happens if this
 * process dies. All times are those of the database.
 * @param busyRecipients get no mail now. Of several mails to one recipient, only one is leased.
 */
export async function leaseDueMails(
  db: PrismaClient,
  maxMails: number,
  leaseSeconds: number,
  busyRecipients: readonly string[] = [],
): Promise<LeasedMail[]> {
  return db.$queryRaw<LeasedMail[]>`
    UPDATE outgoing_mail SET attempts = attempts + 1, next_attempt_at = now() + make_interval(secs => ${leaseSeconds})
    WHERE id IN (
      SELECT id FROM outgoing_mail m WHERE next_attempt_at <= now() AND recipient <> ALL (${busyRecipients}::text[])
        AND NOT EXISTS (
          SELECT FROM outgoing_mail o WHERE o.recipient = m.recipient AND o.id < m.id AND o.next_attempt_at <= now())
      ORDER BY next_attempt_at LIMIT ${maxMails} FOR UPDATE SKIP LOCKED)
    RETURNING id, template, recipient, content, attempts, created_at AS "createdAt",
      created_at < now() - make_interval(hours => ${maxAgeHours}) AS "isTooOld"`;
}

/** Deletes a mail that was sent or given up. */
export async function deleteMail(db: PrismaClient, { id }: LeasedMail): Promise<void> {
  await db.outgoingMail.deleteMany({ where: { id } });
}

/** Ends the lease of a mail that could not be sent. It is due again after this time. */
export async function delayMail(db: PrismaClient, { id, attempts }: LeasedMail, seconds: number): Promise<void> {
  // If the lease has ended, another process has increased the number of attempts.
  await db.$executeRaw`
    UPDATE outgoing_mail SET next_attempt_at = now() + make_interval(secs => ${seconds})
    WHERE id = ${id} AND attempts = ${attempts}`;
}

/** Deletes the mails to these addresses, which are in normal form. */
export async function deleteMailsTo(tx: Tx, recipients: readonly string[]): Promise<void> {
  await tx.outgoingMail.deleteMany({ where: { recipient: { in: [...recipients] } } });
}

export async function countMails(db: PrismaClient): Promise<number> {
  return db.outgoingMail.count();
}
