import type { Logger } from "pino";
import type { Database } from "../database/database.js";
import type { Metrics } from "../monitoring/metrics.js";
import { isMailTemplate, type SiteUrls } from "./mail.js";
import { MailCipher } from "./mail-cipher.js";
import type { FromAddress } from "./mail-message.js";
import type { MailRenderer } from "./mail-renderer.js";
import type { MailTransport } from "./mail-transport.js";
import { createMailbox, type Mailbox } from "./mailbox.js";
import { countMails } from "./outbox.js";
import { OutboxSender, type SenderTimeouts, senderTimeouts } from "./outbox-sender.js";

/** The parts of the server that send mails. */
export interface MailOptions {
  /** The secrets that encrypt outgoing mails: the first one encrypts, all of them decrypt. */
  readonly secrets: readonly [string, ...string[]];
  readonly from: FromAddress;
  readonly renderer: MailRenderer;
  readonly transport: MailTransport;
  /** The addresses of the websites that links lead to. Default: the pages of this server. */
  readonly siteUrls?: Partial<SiteUrls> | undefined;
  /** Default: {@link senderTimeouts}. */
  readonly timeouts?: Partial<SenderTimeouts> | undefined;
}

export interface MailService {
  readonly mailbox: Mailbox;
  /** Finishes the mails that are being sent. */
  close(): Promise<void>;
}

interface MailEnvironment {
  readonly database: Database;
  readonly logger: Logger;
  readonly metrics: Metrics | undefined;
  /** Returns the addresses of the pages of this server. */
  readonly ownUrls: () => SiteUrls;
}

/** Starts to send mails. */
export function startMailService(options: MailOptions, environment: MailEnvironment): MailService {
  const { from, renderer, transport, siteUrls } = options;
  const { database, logger, metrics, ownUrls } = environment;
  const { prisma: db } = database;
  const cipher = new MailCipher(options.secrets);
  const sender = new OutboxSender({
    db,
    cipher,
    renderer,
    transport,
    shop: from.name,
    siteUrls: () => ({ ...ownUrls(), ...siteUrls }),
    logger,
    timeouts: { ...senderTimeouts, ...options.timeouts },
    onResult: (result, template) => metrics?.countMail(result, isMailTemplate(template) ? template : "unknown"),
  });
  metrics?.watchMails(() => countMails(db));
  const deleteStored = async (recipients: readonly string[]) => {
    if (transport.deleteStored === undefined || recipients.length === 0) return;
    // The mails that were read from the outbox before are stored first.
    await sender.idle();
    await transport.deleteStored(recipients);
  };
  return { mailbox: createMailbox(cipher, () => sender.wake(), deleteStored), close: () => sender.close() };
}
