import { setTimeout as wait } from "node:timers/promises";
import type { Logger } from "pino";
import type { PrismaClient } from "../database/generated/client.js";
import { describeError } from "../monitoring/error-log.js";
import type { MailResult } from "../monitoring/metrics.js";
import { hasLink, isMailTemplate, linkOf, type SiteUrls } from "./mail.js";
import type { MailCipher } from "./mail-cipher.js";
import type { MailRenderer } from "./mail-renderer.js";
import { MailDeferred, type MailTransport, RecipientRefused } from "./mail-transport.js";
import { delayMail, deleteMail, type LeasedMail, leaseDueMails } from "./outbox.js";
import { describeSendError, retryDelaySeconds } from "./send-attempt.js";

export interface OutboxSenderOptions {
  readonly db: PrismaClient;
  readonly cipher: MailCipher;
  readonly renderer: MailRenderer;
  readonly transport: MailTransport;
  /** The name of the shop in mails. */
  readonly shop: string;
  /** Is called for each mail with a link. */
  readonly siteUrls: () => SiteUrls;
  readonly logger: Logger;
  /** Is called after each attempt. */
  readonly onResult: (result: MailResult, template: string) => void;
  readonly timeouts: SenderTimeouts;
}

export interface SenderTimeouts {
  /** The time limit of an attempt. */
  readonly attemptMs: number;
  /** The time that closing waits for the mails that are being sent. */
  readonly closeMs: number;
  /** The average time after which the sender looks for mails again. */
  readonly pollMs: number;
}

/** The number of mails that are sent at the same time, each to another recipient. */
const maxSending = 5;
export const senderTimeouts: SenderTimeouts = { attemptMs: 60_000, closeMs: 10_000, pollMs: 5_000 };
/** Must be longer than an attempt takes. Otherwise another process would send the same mail. */
const leaseSeconds = 180;

/**
 * Sends the mails of the outbox. Each instance of the server runs one. It looks for mails every few seconds, after each commit of
 * this process with a mail, and after each attempt. A recipient whose mails take long or fail delays no others: one mail to a
 * recipient is sent at a time. If the mail server fails, the other mails wait for a few seconds.
 *
 * A mail is sent twice only if the process ends, or loses the database until the lease ends, after the mail server has accepted
 * the mail and before its row is deleted.
 */
export class OutboxSender {
  readonly #options: OutboxSenderOptions;
  /** The ids of mails that were sent, and whose rows are not deleted yet. */
  readonly #sent = new Set<string>();
  /** The attempts that are running, by recipient. */
  readonly #sending = new Map<string, Promise<void>>();
  readonly #abort = new AbortController();
  #timer: NodeJS.Timeout | undefined;
  #starting: Promise<void> | undefined;
  #isWoken = false;
  #isClosing = false;
  #isDatabaseAway = false;

  constructor(options: OutboxSenderOptions) {
    this.#options = options;
    this.wake();
  }

  /** Looks for mails now. */
  wake(): void {
    this.#isWoken = true;
    if (this.#isClosing || this.#starting !== undefined) return;
    clearTimeout(this.#timer);
    this.#starting = this.#startDueMails().finally(() => {
      this.#starting = undefined;
      if (this.#isClosing) return;
      // The pause is random, so that instances do not look at the same time.
      const pauseMs = this.#options.timeouts.pollMs * (0.5 + Math.random());
      this.#timer = setTimeout(() => this.wake(), pauseMs).unref();
    });
  }

  /** Waits for the mails that are being sent. */
  async idle(): Promise<void> {
    await this.#starting;
    await Promise.all(this.#sending.values());
  }

  /** Finishes the mails that are being sent. Those that take too long are aborted; they are sent again later. */
  async close(): Promise<void> {
    this.#isClosing = true;
    clearTimeout(this.#timer);
    const timeout = new AbortController();
    const abort = async () => {
      await wait(this.#options.timeouts.closeMs, undefined, { signal: timeout.signal });
      this.#abort.abort(new Error("The server is closing."));
    };
    await Promise.all([this.idle().finally(() => timeout.abort()), abort().catch(() => {})]);
  }

  /** Starts to send mails that are due, as many as can be sent at the same time. */
  async #startDueMails(): Promise<void> {
    const { db } = this.#options;
    while (this.#isWoken && !this.#isClosing && this.#sending.size < maxSending) {
      this.#isWoken = false;
      try {
        const freeCount = maxSending - this.#sending.size;
        const mails = await leaseDueMails(db, freeCount, leaseSeconds, [...this.#sending.keys()]);
        for (const mail of mails) this.#sending.set(mail.recipient, this.#attempt(mail));
        this.#isDatabaseAway = false;
      } catch (error) {
        this.#reportDatabase(error);
      }
    }
  }

  /** Makes an attempt, and then looks for the next mail, unless the mail server or the database has failed. */
  async #attempt(mail: LeasedMail): Promise<void> {
    try {
      const result = await this.#send(mail);
      this.#sending.delete(mail.recipient);
      if (result !== "failed") this.wake();
    } catch (error) {
      this.#sending.delete(mail.recipient);
      this.#reportDatabase(error);
    }
  }

  #reportDatabase(error: unknown): void {
    if (!this.#isDatabaseAway) {
      this.#options.logger.warn({ error: describeError(error) }, "The outgoing mails could not be read or updated.");
    }
    this.#isDatabaseAway = true;
  }

  /** @returns "deferred" if only this mail could not be sent, "failed" if others cannot be sent either. */
  async #send(mail: LeasedMail): Promise<MailResult | "deferred"> {
    const { id, template, attempts, isTooOld } = mail;
    const { db, logger } = this.#options;
    const details = { mailId: id, template, attempts };
    if (!this.#sent.has(id)) {
      if (isTooOld) return this.#giveUp(mail, "it could not be sent for 24 hours");
      try {
        await this.#deliver(mail);
      } catch (error) {
        logger.warn({ ...details, error: describeSendError(error) }, "A mail could not be sent.");
        if (error instanceof RecipientRefused) return this.#giveUp(mail, "the mail server refuses the address");
        this.#options.onResult("failed", template);
        await delayMail(db, mail, retryDelaySeconds(attempts));
        return error instanceof MailDeferred ? "deferred" : "failed";
      }
      this.#options.onResult("sent", template);
      logger.debug(details, "A mail was sent.");
      this.#sent.add(id);
    }
    await deleteMail(db, mail);
    this.#sent.delete(id);
    return "sent";
  }

  async #giveUp(mail: LeasedMail, reason: string): Promise<MailResult> {
    const { id, template, attempts } = mail;
    const { db, logger, onResult } = this.#options;
    await deleteMail(db, mail);
    logger.error({ mailId: id, template, attempts }, `A mail was given up: ${reason}.`);
    onResult("given_up", template);
    return "given_up";
  }

  async #deliver({ id, template, recipient, content, createdAt }: LeasedMail): Promise<void> {
    const { cipher, renderer, transport, shop, siteUrls, timeouts } = this.#options;
    // A newer version of the server may have written a template or used a secret that this process does not know. It sends the mail.
    if (!isMailTemplate(template)) throw new MailDeferred("The template is unknown.");
    const values = cipher.decrypt(content, { id, template, recipient }) as { token?: string } | undefined;
    if (values === undefined) throw new MailDeferred("No secret of JWT_SECRET decrypts the mail.");
    const link = hasLink(template) ? { link: linkOf(template, values.token ?? "", siteUrls()) } : {};
    const rendered = renderer.render(template, { shop, email: recipient, ...link });
    const signal = AbortSignal.any([AbortSignal.timeout(timeouts.attemptMs), this.#abort.signal]);
    await transport.send({ id, createdAt, to: recipient, ...rendered }, signal);
  }
}
