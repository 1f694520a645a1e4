/**
 * A text as it is stored and compared: in Unicode's composed form (NFC), without white space around it. One that shows
 * nothing at all, such as a lone zero-width space, comes out empty.
 */
export function normalText(text: string): string {
  const trimmed = text.normalize("NFC").trim();
  return /[^\p{Z}\p{Cf}\s\u2800]/u.test(trimmed) ? trimmed : "";
}

/** An email as it is stored and compared: normal text in lower case, composed again, for J̌ has no composed form but ǰ has. */
export function normalEmail(email: string): string {
  return normalText(email).toLowerCase().normalize("NFC");
}

/** A currency code as it is stored and compared: in upper case, without white space around it. */
export function normalCurrencyCode(code: string): string {
  return normalText(code).toUpperCase();
}

/** A country code as it is stored and compared: in lower case, without white space around it. */
export function normalCountryCode(code: string): string {
  return normalText(code).toLowerCase();
}
