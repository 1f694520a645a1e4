import { unicodeDomain } from "./domain.js";

const nothingShown = /[\p{White_Space}\p{Default_Ignorable_Code_Point}]/u;
const nothingShownAtStart = /^[\p{White_Space}\p{Default_Ignorable_Code_Point}]+/u;
const invisible = /[\p{White_Space}\p{Default_Ignorable_Code_Point}\p{Cf}\u2800]/u;
/** Shows how the visible character before it is meant: variation selectors, tags of flags, joiners. */
const belongsToCharacter = /[\p{Variation_Selector}\u{E0020}-\u{E007F}\u200C\u200D]/u;

/**
 * A text as it is stored and compared: in Unicode's composed form (NFC), without white space and invisible characters around
 * it. One that shows nothing at all comes out empty.
 */
export function normalizeText(text: string): string {
  const trimmed = trimEnd(text.normalize("NFC").replace(nothingShownAtStart, ""));
  for (const character of trimmed) if (!invisible.test(character)) return trimmed;
  return "";
}

/** A text without its invisible characters. */
export function withoutInvisible(text: string): string {
  return text.replace(/\p{Default_Ignorable_Code_Point}/gu, "");
}

/** Whether a text holds white space, or a character that does not show. */
export function hasInvisible(text: string): boolean {
  return invisible.test(text);
}

/**
 * An email as it is stored and compared: normal text in lower case, composed again, for J̌ has no composed form but ǰ has. Its
 * domain is in Unicode, whichever way it was given.
 */
export function normalizeEmail(email: string): string {
  const text = normalizeText(email).toLowerCase().normalize("NFC");
  const start = text.lastIndexOf("@") + 1;
  if (start === 0) return text;
  const domain = text.slice(start);
  return text.slice(0, start) + (unicodeDomain(domain) ?? domain);
}

/** A currency code as it is stored and compared: in upper case, without white space around it. */
export function normalizeCurrencyCode(code: string): string {
  return normalizeText(code).toUpperCase();
}

/** A country code as it is stored and compared: in lower case, without white space around it. */
export function normalizeCountryCode(code: string): string {
  return normalizeText(code).toLowerCase();
}

// Character by character: a regular expression that ends in $ takes quadratic time for long runs of spaces.
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
