import type { Bundle } from "../bundle/bundle.js";
import type { DemoAccountKind } from "../sign-in/demo-accounts.route.js";

/**
 * The policy allows only files of this server, and the style elements that its script marks with the nonce. Attributes of style in
 * HTML are refused; scripts set styles by properties, which the policy does not limit.
 */
function contentSecurityPolicy(styleNonce?: string): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    styleNonce === undefined ? "style-src 'self'" : `style-src 'self' 'nonce-${styleNonce}'`,
    "img-src 'self' data:",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join("; ");
}

/** The headers of the page and of its assets. */
export function securityHeaders(styleNonce?: string): Readonly<Record<string, string>> {
  return {
    "content-security-policy": contentSecurityPolicy(styleNonce),
    "cross-origin-opener-policy": "same-origin",
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
  };
}

/** The part of the page that is not the same in each response. */
export interface PageContents {
  /** The path of the app relative to the path of the page, such as `../` for `/customers/1`. */
  readonly toRoot: string;
  readonly graphqlPath: string;
  readonly styleNonce: string;
  readonly offered: readonly DemoAccountKind[];
  /** True if the endpoint answers browsers with the playground. */
  readonly hasPlayground: boolean;
}

/** Returns the HTML of the page. Its links are relative, so that they also work behind a proxy that adds a path. */
export function renderPage({ script, imports, style }: Bundle, contents: PageContents): string {
  const { toRoot, graphqlPath, styleNonce, offered, hasPlayground } = contents;
  const assets = `${toRoot}assets`;
  const preloads = imports.map((file) => `    <link rel="modulepreload" href="${assets}/${file}">\n`).join("");
  return `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="robots" content="noindex">
    <meta name="color-scheme" content="light dark">
    <meta property="csp-nonce" nonce="${styleNonce}">
    <title>Shop customers</title>
    <link rel="icon" href="data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16'%3E%3Crect width='16' height='16' rx='4' fill='%234263eb'/%3E%3Ccircle cx='8' cy='6' r='2.6' fill='%23fff'/%3E%3Cpath d='M3.4 13a4.6 4.6 0 0 1 9.2 0z' fill='%23fff'/%3E%3C/svg%3E">
    <link rel="stylesheet" href="${assets}/${style}">
${preloads}    <script type="module" src="${assets}/${script}"></script>
  </head>
  <body>
    <div id="root" data-root="${toRoot}" data-endpoint="${toRoot}${graphqlPath.slice(1)}" data-demo-accounts="${offered.join(" ")}"${hasPlayground ? " data-has-playground" : ""}></div>
    <noscript>The admin app needs JavaScript.</noscript>
  </body>
</html>
`;
}
