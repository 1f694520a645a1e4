import addressparser from "nodemailer/lib/addressparser";
import type { RenderedMail } from "./mail-transport.js";

/** The sender of all mails. */
export interface FromAddress {
  /** The name that mails show for the shop. */
  readonly name: string;
  readonly address: string;
}

/** Parses `The Shop <shop@example.com>` or `shop@example.com`. Without a name, the domain is the name. */
export function parseFromAddress(text: string): FromAddress {
  const [{ name = "", address = "" } = {}] = addressparser(text, { flatten: true });
  return { name: name || domainOf(address), address };
}

/** Returns the message in the form of Nodemailer, which encodes headers, so that a value cannot add another header. */
export function messageOf(mail: RenderedMail, from: FromAddress) {
  return {
    from: { name: from.name, address: from.address },
    // An object is not parsed. A text could be parsed as several addresses.
    to: { name: "", address: mail.to },
    subject: mail.subject,
    text: mail.text,
    html: mail.html,
    date: mail.createdAt,
    messageId: `<${mail.id}@${domainOf(from.address)}>`,
    // Asks other servers for no automatic answers (RFC 3834).
    headers: { "Auto-Submitted": "auto-generated" },
  };
}

function domainOf(address: string): string {
  return address.slice(address.lastIndexOf("@") + 1);
}
