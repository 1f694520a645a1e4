/**
 * The headers of every answer that is no page: data of people is not cached, not taken for another type, and not shown or
 * embedded by a browser. Strict-Transport-Security is for the proxy, which has the certificate.
 */
export const securityHeaders = {
  "cache-control": "no-store",
  "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
  "cross-origin-resource-policy": "same-origin",
  "referrer-policy": "no-referrer",
  "x-content-type-options": "nosniff",
  "x-frame-options": "DENY",
} as const;
