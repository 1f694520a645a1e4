/**
 * The headers of all responses except pages. Browsers do not cache the data, do not guess another content type, and do not show or
 * embed it. The proxy sends Strict-Transport-Security, because it has the certificate.
 */
export const securityHeaders = {
  "cache-control": "no-store",
  "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
  "cross-origin-resource-policy": "same-origin",
  "referrer-policy": "no-referrer",
  "x-content-type-options": "nosniff",
  "x-frame-options": "DENY",
} as const;
