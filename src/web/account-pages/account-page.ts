/** A page that a link in a mail opens. It has one form, which sends one mutation. */
export interface AccountPage {
  readonly path: string;
  readonly title: string;
  readonly intro: string;
  /** The label of the button. */
  readonly action: string;
  readonly fields: readonly Field[];
  /** Is shown after the mutation has succeeded. */
  readonly done: string;
  /** Is shown when the link cannot be used any more. Says how to continue. */
  readonly expired: string;
  readonly mutation: string;
  /** Links to the admin app, if the server has it. Accounts of customers belong to the website of the shop. */
  readonly links?: readonly PageLink[];
}

/** A link to a page of the admin app. */
interface PageLink {
  readonly text: string;
  /** The address, relative to the start page of the app. */
  readonly to: string;
  /** True if the link is of use only when the link of the mail is not. */
  readonly ifExpired?: boolean;
}

interface Field {
  /** The name of the argument of the mutation. */
  readonly name: string;
  readonly label: string;
  readonly attributes: string;
}

const password: Field = {
  name: "password",
  label: "New password (8 to 128 characters)",
  // Without maxlength, because it would shorten a pasted password without a message.
  attributes: 'type="password" autocomplete="new-password" minlength="8" required',
};

/** The mutation does not ask for the session token: the page does one thing, and keeps nobody logged in. */
function mutationOf(field: string, argumentTypes: Readonly<Record<string, string>>): string {
  const all = Object.entries({ token: "String!", ...argumentTypes });
  const variables = all.map(([name, type]) => `$${name}: ${type}`).join(", ");
  const passed = all.map(([name]) => `${name}: $${name}`).join(", ");
  return `mutation (${variables}) { result: ${field}(${passed}) { userErrors { code message } } }`;
}

const signIn: PageLink = { text: "Sign in", to: "" };
const requestLink: PageLink = { text: "Request a new link", to: "#forgot-password", ifExpired: true };

const expired = "This link was used or is too old. If you have chosen a password with it, log in.";

export const accountPages: readonly AccountPage[] = [
  {
    path: "/account/confirm",
    title: "Create your account",
    intro: "Choose a password to confirm your email and to create your account.",
    action: "Create account",
    fields: [password],
    done: "Your account is ready. You can log in with your email and the new password.",
    expired: `${expired} Otherwise sign up in the shop again.`,
    mutation: mutationOf("customerRegisterConfirm", { password: "String!" }),
  },
  {
    path: "/account/reset",
    title: "Choose a new password",
    intro: "Choose a new password for your account. You will be logged out on all devices.",
    action: "Save password",
    fields: [password],
    done: "The new password is saved. You can log in with it.",
    expired: `${expired} Otherwise request a new link in the shop.`,
    mutation: mutationOf("customerPasswordReset", { password: "String!" }),
  },
  {
    path: "/account/confirm-email",
    title: "Confirm your new email",
    intro: "Confirm that your account uses this email from now on.",
    action: "Confirm email",
    fields: [],
    done: "Your email has changed. You can log in with the new one.",
    expired:
      "This link was used or is too old. If you have confirmed the email with it, log in with the new one. Otherwise request a new link in the shop.",
    mutation: mutationOf("customerEmailChangeConfirm", {}),
  },
  {
    path: "/admin/reset",
    title: "Choose a new password",
    intro: "Choose a new password for your staff account. You will be logged out on all devices.",
    action: "Save password",
    fields: [password],
    done: "The new password is saved. You can log in with it.",
    expired: `${expired} Otherwise request a new link.`,
    mutation: mutationOf("userPasswordReset", { password: "String!" }),
    links: [signIn, requestLink],
  },
  {
    path: "/admin/invite",
    title: "Accept the invitation",
    intro: "Choose a password to create your staff account.",
    action: "Create account",
    fields: [
      { name: "firstName", label: "First name (optional)", attributes: 'autocomplete="given-name" maxlength="255"' },
      { name: "lastName", label: "Last name (optional)", attributes: 'autocomplete="family-name" maxlength="255"' },
      password,
    ],
    done: "Your staff account is ready. You can log in with your email and the new password.",
    expired: `${expired} Otherwise ask for a new invitation.`,
    mutation: mutationOf("userInviteAccept", { password: "String!", firstName: "String", lastName: "String" }),
    links: [signIn],
  },
];

/** The page may load files of this server and send requests to it, and nothing else. It is not stored, because its URL has a token. */
export const securityHeaders = {
  "cache-control": "no-store",
  "content-security-policy": [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "connect-src 'self'",
    // The page has an empty icon, so that browsers do not request one.
    "img-src data:",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join("; "),
  "referrer-policy": "no-referrer",
  "x-content-type-options": "nosniff",
};

/** The rest of the server that the pages lead to. */
export interface PageTargets {
  /** The path of the GraphQL endpoint. */
  readonly graphqlPath: string;
  readonly hasAdminApp: boolean;
}

/** Returns the HTML of a page. All texts are constants of this file. Its links are relative, so that they work behind any proxy. */
export function renderPage(page: AccountPage, { graphqlPath, hasAdminApp }: PageTargets): string {
  const { title, intro, action, fields, done, expired, mutation, links = [] } = page;
  const inputs = fields.map(
    ({ name, label, attributes }) => `        <label>${label}<input name="${name}" ${attributes}></label>\n`,
  );
  const anchors = hasAdminApp ? links.map(renderLink) : [];
  return `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="robots" content="noindex">
    <title>${title}</title>
    <link rel="icon" href="data:,">
    <link rel="stylesheet" href="assets/account-page.css">
    <script type="module" src="assets/account-page.js"></script>
  </head>
  <body>
    <main>
      <h1>${title}</h1>
      <form data-endpoint="..${graphqlPath}" data-mutation="${mutation}" data-expired="${expired}" hidden>
        <p>${intro}</p>
${inputs.join("")}        <button>${action}</button>
      </form>
      <p id="error" role="alert"></p>
      <p id="done" tabindex="-1" hidden>${done}</p>
${anchors.join("")}      <noscript>This page needs JavaScript.</noscript>
    </main>
  </body>
</html>
`;
}

function renderLink({ text, to, ifExpired = false }: PageLink): string {
  return `      <p class="link" data-if="${ifExpired ? "expired" : "done expired"}" hidden><a href="../${to}">${text}</a></p>\n`;
}
