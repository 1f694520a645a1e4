import type { Bundle } from "../bundle/bundle.js";
import type { DemoAccountKind } from "../sign-in/demo-accounts.route.js";

/**
 * The policy allows only files of this server. Monaco sets style attributes, which requires 'unsafe-inline' for styles. The
 * fonts and some icons are data in the style sheet.
 */
const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "worker-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "font-src 'self' data:",
  "img-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join("; ");

/** The headers of the page and of its assets. A worker has the policy of its own response, not that of the page. */
export const securityHeaders = {
  "content-security-policy": contentSecurityPolicy,
  "referrer-policy": "no-referrer",
  "x-content-type-options": "nosniff",
};

/** The part of the page that is not the same in each response. */
export interface PageContents {
  readonly endpoint: string;
  readonly offered: readonly DemoAccountKind[];
  /** The address of the admin app. Undefined if the server has none. */
  readonly adminAppAddress: string | undefined;
}

/**
 * Returns the HTML of the page, which offers the given demo accounts. Its links are relative, so that they also work behind a
 * proxy that adds a path.
 */
export function renderPage({ script, style }: Bundle, contents: PageContents): string {
  const { endpoint, offered, adminAppAddress } = contents;
  return `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="robots" content="noindex">
    <title>Customers API playground</title>
    <link rel="icon" href="data:,">
    <link rel="stylesheet" href="${endpoint}/playground/${style}">
    <script type="module" src="${endpoint}/playground/${script}"></script>
  </head>
  <body>
    <div id="root" data-endpoint="${endpoint}" data-demo-accounts="${offered.join(" ")}"${adminAppAddress === undefined ? "" : ` data-admin-app="${adminAppAddress}"`}></div>
    <noscript>The playground needs JavaScript. The API itself answers POST requests at this address.</noscript>
  </body>
</html>
`;
}
