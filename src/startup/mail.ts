import path from "node:path";
import type { Environment } from "../env.js";
import type { MailOptions } from "../mail/mail-service.js";

/**
 * Returns how mails are sent: by SMTP, or as files beside an embedded database. Undefined if mail is not set up.
 * @throws an Error that names the file, if a template has a fault.
 */
export async function configuredMail(
  { databaseUrl, dataDir, mail: { smtp, from, siteUrls, templates } }: Environment,
  secrets: readonly [string, ...string[]] | undefined,
): Promise<MailOptions | undefined> {
  const sendsMails = secrets !== undefined && (smtp !== undefined || databaseUrl === undefined);
  if (!sendsMails && templates === undefined) return undefined;
  // A server without mail does not load the packages for it.
  const { MailRenderer } = await import("../mail/mail-renderer.js");
  const renderer = await MailRenderer.load(templates);
  if (!sendsMails) return undefined;
  const transport =
    smtp === undefined
      ? (await import("../mail/file-transport.js")).fileTransport(mailFolder(dataDir), from)
      : (await import("../mail/smtp-transport.js")).smtpTransport(smtp, from);
  return { secrets, from, renderer, transport, siteUrls };
}

/** The folder of the mails that are not sent by SMTP. */
export function mailFolder(dataDir: string): string {
  return path.resolve(dataDir, "mail");
}
