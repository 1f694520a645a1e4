import { afterCommit, type Tx } from "../database/transactions/transaction.js";
import { serviceUnavailable } from "../graphql/errors/request-errors.js";
import { newUlid } from "../graphql/node/ulid.js";
import type { Mail } from "./mail.js";
import type { MailCipher } from "./mail-cipher.js";
import { deleteMailsTo } from "./outbox.js";

/** Takes mails that are to be sent. */
export interface Mailbox {
  /** False if mail is not set up. */
  readonly isAvailable: boolean;
  /**
   * Operations that send mails call this first.
   * @throws SERVICE_UNAVAILABLE if mail is not set up.
   */
  requireAvailable(): void;
  /**
   * Adds a mail to the outbox in the transaction. The mail is sent after the commit. If the transaction is rolled back, nothing is
   * sent.
   * @throws SERVICE_UNAVAILABLE if mail is not set up.
   */
  queue(tx: Tx, mail: Mail): Promise<void>;
  /** Deletes the mails to these addresses (in normal form) from the outbox, in the transaction. */
  deleteQueued(tx: Tx, recipients: readonly string[]): Promise<void>;
  /**
   * Deletes the files of mails to these addresses, including those that are being stored. Call it after the commit of
   * `deleteQueued`: it waits for the sender, which waits for transactions of an embedded database. Only the embedded database
   * without SMTP_URL has such files.
   */
  deleteStored(recipients: readonly string[]): Promise<void>;
}

/**
 * Creates a mailbox that writes to the table `outgoing_mail`.
 * @param onCommit is called when a transaction with a mail was committed.
 */
export function createMailbox(
  cipher: MailCipher,
  onCommit: () => void,
  deleteStored: Mailbox["deleteStored"] = async () => {},
): Mailbox {
  return {
    isAvailable: true,
    deleteQueued: deleteMailsTo,
    deleteStored,
    requireAvailable: () => {},
    queue: async (tx, { template, to: recipient, ...content }) => {
      const envelope = { id: `mail_${newUlid()}`, template, recipient };
      await tx.outgoingMail.create({
        data: { ...envelope, content: cipher.encrypt(content, envelope) },
        select: { id: true },
      });
      afterCommit(tx, onCommit);
    },
  };
}

/** The mailbox of a server on which mail is not set up. */
export const unavailableMailbox: Mailbox = {
  isAvailable: false,
  requireAvailable: () => {
    throw mailIsNotSetUp();
  },
  queue: async () => {
    throw mailIsNotSetUp();
  },
  // The outbox may have mails of another instance.
  deleteQueued: deleteMailsTo,
  deleteStored: async () => {},
};

function mailIsNotSetUp(): Error {
  return serviceUnavailable("This operation sends a mail, and mail is not set up: the server has no SMTP_URL.");
}
