import { domainToASCII, domainToUnicode } from "node:url";

/**
 * Returns a lower-case domain with its international labels in Unicode, for a domain given in Unicode or in ASCII (Punycode).
 * Returns null for an invalid domain, and for a domain that IDNA would change to another one: it maps `ª` to `a`, for
 * example.
 */
export function unicodeDomain(domain: string): string | null {
  if (!isInternational(domain)) return domain;
  const ascii = domainToASCII(domain);
  const unicode = domainToUnicode(ascii);
  const [labels, asciiLabels] = [unicode.split("."), ascii.split(".")];
  const isSame = domain
    .split(".")
    .every((label, index) => label === labels[index] || (isPunycode(label) && label === asciiLabels[index]));
  return isSame && !labels.some(isPunycode) ? unicode : null;
}

/** Returns the domain in ASCII, the form that validators and mail systems expect. */
export function asciiDomain(domain: string): string {
  return isInternational(domain) ? domainToASCII(domain) : domain;
}

function isInternational(domain: string): boolean {
  return /[^\0-\x7F]/.test(domain) || domain.split(".").some(isPunycode);
}

function isPunycode(label: string): boolean {
  return label.startsWith("xn--");
}
