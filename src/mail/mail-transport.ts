/** A mail as it is sent. */
export interface RenderedMail {
  /** Is the same in each attempt, so that a mailbox can recognize a mail that was sent twice. */
  readonly id: string;
  readonly createdAt: Date;
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

/** Sends mails, or stores them. */
export interface MailTransport {
  /**
   * @returns after the mail is delivered to the mail server.
   * @throws RecipientRefused if the server refuses the address for good, MailDeferred if it accepts other mails, and other errors
   * after which a later attempt can succeed.
   */
  send(mail: RenderedMail, signal: AbortSignal): Promise<void>;
  /** Deletes the stored mails to these addresses. Undefined if the transport stores none. */
  readonly deleteStored?: (recipients: readonly string[]) => Promise<void>;
}

/** The mail server does not accept mails to this address. */
export class RecipientRefused extends Error {
  override name = "RecipientRefused";
}

/** This mail cannot be sent now, but others can. */
export class MailDeferred extends Error {
  override name = "MailDeferred";
}
