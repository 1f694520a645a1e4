// What the database does to texts, done here for the few letters that the tests use.

/** A text as names are searched and sorted: without case and accents. */
export function folded(text: string): string {
  return foldedCase(text.normalize("NFD").replace(/\p{M}/gu, ""))
    .replaceAll("ø", "o")
    .replaceAll("ł", "l")
    .replaceAll("ß", "ss")
    .replaceAll("ς", "σ");
}

/** A text in lower case, letter by letter. */
export function foldedCase(text: string): string {
  return Array.from(text, (letter) => letter.toLowerCase()).join("");
}

/** Compares two texts by code point; JavaScript's own comparison goes by halves of surrogate pairs. */
export function compareText(one: string, other: string): number {
  return Buffer.compare(Buffer.from(one), Buffer.from(other));
}
