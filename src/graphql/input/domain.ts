import { domainToASCII, domainToUnicode } from "node:url";

/**
 * A domain in lower case with its international labels in Unicode, whether they were given in Unicode or in ASCII (Punycode).
 * Null where they are not valid, and where another domain would have to stand for them: IDNA maps `ª` to `a`, for one.
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

/** The same domain in ASCII, as validators and the mail system know it. */
export function asciiDomain(domain: string): string {
  return isInternational(domain) ? domainToASCII(domain) : domain;
}

function isInternational(domain: string): boolean {
  return /[^\0-\x7F]/.test(domain) || domain.split(".").some(isPunycode);
}

function isPunycode(label: string): boolean {
  return label.startsWith("xn--");
}
