/** The two websites that links lead to: for customers, and for staff. */
type Site = "account" | "staff";

interface LinkPage {
  readonly site: Site;
  readonly page: string;
}

/** The mails with a link, and the page that each link opens. */
const linkPages = {
  /** Confirms a sign-up. */
  "customer-register": { site: "account", page: "confirm" },
  /** Answers a sign-up with an email that is already registered. It offers a new password. */
  "customer-register-known": { site: "account", page: "reset" },
  "customer-password-reset": { site: "account", page: "reset" },
  /** Is sent to the new address. */
  "customer-email-change": { site: "account", page: "confirm-email" },
  "user-password-reset": { site: "staff", page: "reset" },
  "user-invite": { site: "staff", page: "invite" },
} as const satisfies Record<string, LinkPage>;

/** The mails without a link, which tell that something has changed. */
export const notices = [
  /** Is sent to the former address. */
  "customer-email-changed",
  "customer-password-changed",
  "user-password-changed",
] as const;

export type LinkTemplate = keyof typeof linkPages;
export type NoticeTemplate = (typeof notices)[number];
export type MailTemplate = LinkTemplate | NoticeTemplate;

/**
 * A mail to one person. It contains no text of whoever requested it. Otherwise a stranger could send texts to other people
 * through this server.
 */
export type Mail =
  | {
      readonly template: LinkTemplate;
      /** The address, in normal form. */
      readonly to: string;
      /** The token of the link. */
      readonly token: string;
    }
  | { readonly template: NoticeTemplate; readonly to: string };

export const mailTemplates: readonly MailTemplate[] = [...(Object.keys(linkPages) as LinkTemplate[]), ...notices];

export function isMailTemplate(name: string): name is MailTemplate {
  return hasLink(name) || (notices as readonly string[]).includes(name);
}

export function hasLink(template: string): template is LinkTemplate {
  return Object.hasOwn(linkPages, template);
}

/** The addresses of the websites, without a slash at the end. */
export type SiteUrls = Readonly<Record<Site, string>>;

/** Returns the link of a mail. */
export function linkOf(template: LinkTemplate, token: string, urls: SiteUrls): string {
  const { site, page } = linkPages[template];
  return `${urls[site]}/${page}?token=${encodeURIComponent(token)}`;
}
