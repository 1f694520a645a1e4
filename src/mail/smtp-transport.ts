import { createTransport } from "nodemailer";
import { type FromAddress, messageOf } from "./mail-message.js";
import { MailDeferred, type MailTransport, RecipientRefused } from "./mail-transport.js";

/** A mail server. */
export interface SmtpServer {
  readonly host: string;
  readonly port: number;
  /** True if the connection begins with TLS. Otherwise it is upgraded with STARTTLS if the server offers it. */
  readonly implicitTls: boolean;
  /** True if mails are only sent over TLS. */
  readonly requiresTls: boolean;
  readonly isOnThisMachine: boolean;
  readonly credentials?: { readonly user: string; readonly password: string } | undefined;
}

export interface SmtpTimeouts {
  /** The time limit of each step until the mail server has sent its greeting. */
  readonly connectMs: number;
  /** The longest time in which nothing is received or sent. */
  readonly silenceMs: number;
}

const defaultTimeouts: SmtpTimeouts = { connectMs: 10_000, silenceMs: 20_000 };

/** Sends mails by SMTP, over one connection for each mail. */
export function smtpTransport(
  server: SmtpServer,
  sender: FromAddress,
  timeouts: Partial<SmtpTimeouts> = {},
): MailTransport {
  const { connectMs, silenceMs } = { ...defaultTimeouts, ...timeouts };
  const transport = createTransport({
    host: server.host,
    port: server.port,
    secure: server.implicitTls,
    requireTLS: server.requiresTls && !server.implicitTls,
    ...(server.credentials && { auth: { user: server.credentials.user, pass: server.credentials.password } }),
    connectionTimeout: connectMs,
    greetingTimeout: connectMs,
    dnsTimeout: connectMs,
    socketTimeout: silenceMs,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return {
    send: async (mail, signal) => {
      try {
        await transport.sendMail({ ...messageOf(mail, sender), signal });
      } catch (error) {
        throw describeFailure(error);
      }
    },
  };
}

/**
 * An error about the address or the content is about this mail. It is a refusal if it is a permanent error in response to the
 * address. Other permanent errors can be faults of the settings.
 */
function describeFailure(error: unknown): unknown {
  const { code, command, permanent } = error as { code?: unknown; command?: unknown; permanent?: unknown };
  if (command === "RCPT TO" && permanent === true) {
    return new RecipientRefused("The mail server refuses the address.", { cause: error });
  }
  const isAboutMail = (code === "EENVELOPE" || code === "EMESSAGE") && command !== "MAIL FROM";
  return isAboutMail ? new MailDeferred("The mail server does not accept this mail now.", { cause: error }) : error;
}
