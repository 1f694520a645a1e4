import { isEmail } from "class-validator";
import * as z from "zod";
import type { SiteUrls } from "../mail/mail.js";
import { type FromAddress, parseFromAddress } from "../mail/mail-message.js";
import type { SmtpServer } from "../mail/smtp-transport.js";
import { addFault, checkPairs } from "./forms.js";
import { isSafeUrl, smtpUrl } from "./server-url.js";

export interface MailSettings {
  readonly mail: {
    /** The mail server. If undefined, the embedded database stores mails as files, and a database server sends none. */
    readonly smtp?: SmtpServer | undefined;
    readonly from: FromAddress;
    /** The websites of links. Those that are not set are pages of this server. */
    readonly siteUrls: Partial<SiteUrls>;
    /** The folder with templates that replace those of this server. */
    readonly templates?: string | undefined;
  };
}

/** Only the embedded database uses it: SMTP_URL requires MAIL_FROM. */
const defaultFrom = "Demo shop <shop@localhost>";

const siteUrl = z
  .string()
  .trim()
  .refine(isSafeUrl, { error: "must be an https:// URL, or http:// on this machine", abort: true })
  .refine((url) => !/[?#]/.test(url) && new URL(url).username === "", "must have no user, query or fragment")
  .transform((url) => url.replace(/\/+$/, ""));

export const mailVariables = z.object({
  SMTP_URL: smtpUrl.optional(),
  MAIL_FROM: z
    .string()
    .trim()
    .refine(isFromAddress, "must be an email address, or a name and an address: The Shop <shop@example.com>")
    .optional(),
  MAIL_TEMPLATES: z.string().optional(),
  ACCOUNT_URL: siteUrl.optional(),
  STAFF_URL: siteUrl.optional(),
});

type Values = z.infer<typeof mailVariables>;
interface CheckedValues extends Values {
  readonly DATABASE_URL?: string | undefined;
  readonly JWT_SECRET?: string | undefined;
}

/** With a database server, links need the public addresses of their pages, and all instances need one secret. */
export function checkMail(values: CheckedValues, context: z.RefinementCtx): void {
  checkPairs([["SMTP_URL", "MAIL_FROM"]], values, context);
  if (values.SMTP_URL === undefined || values.DATABASE_URL === undefined) return;
  for (const name of ["JWT_SECRET", "ACCOUNT_URL", "STAFF_URL"] as const) {
    if (values[name] === undefined) addFault(context, name, "must be set together with SMTP_URL and DATABASE_URL");
  }
}

export function mailSettings(values: Values): MailSettings {
  const { SMTP_URL: smtp, ACCOUNT_URL: account, STAFF_URL: staff } = values;
  return {
    mail: {
      smtp: smtp === undefined ? undefined : smtpServerOf(new URL(smtp)),
      from: parseFromAddress(values.MAIL_FROM ?? defaultFrom),
      siteUrls: { ...(account !== undefined && { account }), ...(staff !== undefined && { staff }) },
      templates: values.MAIL_TEMPLATES,
    },
  };
}

function isFromAddress(text: string): boolean {
  return (
    isEmail(text, { allow_display_name: true }) && !/\p{Cc}/u.test(text) && isEmail(parseFromAddress(text).address)
  );
}

const ports = { "smtp:": 587, "smtps:": 465 };
const thisMachine = /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/;

/** TLS is required, except for a server on this machine and with `requireTLS=false`. */
function smtpServerOf({ protocol, hostname, port, username, password, searchParams }: URL): SmtpServer {
  const implicitTls = protocol === "smtps:";
  const isOnThisMachine = thisMachine.test(hostname);
  return {
    host: hostname.replace(/^\[(.*)\]$/, "$1"),
    port: port === "" ? ports[implicitTls ? "smtps:" : "smtp:"] : Number(port),
    implicitTls,
    requiresTls: (searchParams.get("requireTLS") ?? String(!isOnThisMachine)) === "true",
    isOnThisMachine,
    credentials:
      username === "" ? undefined : { user: decodeURIComponent(username), password: decodeURIComponent(password) },
  };
}
