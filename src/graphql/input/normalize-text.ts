import { unicodeDomain } from "./domain.js";

const nothingShown = /[\p{White_Space}\p{Default_Ignorable_Code_Point}]/u;
const nothingShownAtStart = /^[\p{White_Space}\p{Default_Ignorable_Code_Point}]+/u;
const invisible = /[\p{White_Space}\p{Default_Ignorable_Code_Point}\p{Cf}\u2800]/u;
/** Characters that modify the visible character before them: variation selectors, tags of flags, joiners. */
const belongsToCharacter = /[\p{Variation_Selector}\u{E0020}-\u{E007F}\u200C\u200D]/u;

/**
 * Returns the form in which a text is stored and compared: Unicode's composed form (NFC), without leading and trailing white
 * space and invisible characters. A text without visible characters becomes empty.
 */
export function normalizeText(text: string): string {
  const trimmed = trimEnd(text.normalize("NFC").replace(nothingShownAtStart, ""));
  for (const character of trimmed) if (!invisible.test(character)) return trimmed;
  return "";
}

/** Returns a text without its invisible characters. */
export function withoutInvisible(text: string): string {
  return text.replace(/\p{Default_Ignorable_Code_Point}/gu, "");
}

/** True if a text contains white space or an invisible character. */
export function hasInvisible(text: string): boolean {
  return invisible.test(text);
}

/**
 * Returns the form in which an email is stored and compared: normalized, in lower case and composed again (J̌ has no composed
 * form but ǰ has), with its domain in Unicode.
 */
export function normalizeEmail(email: string): string {
  const text = normalizeText(email).toLowerCase().normalize("NFC");
  const start = text.lastIndexOf("@") + 1;
  if (start === 0) return text;
  const domain = text.slice(start);
  return text.slice(0, start) + (unicodeDomain(domain) ?? domain);
}

/** Returns the stored form of a currency code: upper case, without surrounding white space. */
export function normalizeCurrencyCode(code: string): string {
  return normalizeText(code).toUpperCase();
}

/** Returns the stored form of a country code: lower case, without surrounding white space. */
export function normalizeCountryCode(code: string): string {
  return normalizeText(code).toLowerCase();
}

// This loop goes character by character. A regular expression that ends in $ takes quadratic time for long runs of spaces.
function trimEnd(text: string): string {
  let end = text.length;
  while (end > 0) {
    const character = characterBefore(text, end);
    if (!nothingShown.test(character)) break;
    end -= character.length;
  }
  if (end === 0) return "";
  for (const character of text.slice(end)) {
    if (!belongsToCharacter.test(character)) break;
    end += character.length;
  }
  return text.slice(0, end);
}

function characterBefore(text: string, end: number): string {
  const isPair = end > 1 && /^[\uD800-\uDBFF][\uDC00-\uDFFF]$/.test(text.slice(end - 2, end));
  return text.slice(isPair ? end - 2 : end - 1, end);
}
