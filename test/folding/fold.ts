import { foldedLetters } from "./latin-letters.data.js";

/*
 * The folding of texts by the Unicode data of Node.js. The database has a copy of it (write-functions.run.ts), which does
 * not depend on versions. Both foldings work by code point, so the folding of a part is a part of the folding.
 */

const firstSyllable = 0xac00;
const lastSyllable = 0xd7a3;

/** A text without case and invisible characters. */
export function foldCase(text: string): string {
  return Array.from(text, foldCaseOf).join("");
}

/** A text without case, invisible characters, accents, and differences of compatibility. */
export function foldText(text: string): string {
  return Array.from(text, foldTextOf).join("");
}

/** The code points that are listed with their folding. Hangul syllables follow a rule instead. */
export function foldedCodePoints(fold: (text: string) => string): [string, string][] {
  const pairs: [string, string][] = [];
  for (let codePoint = 0x80; codePoint <= 0x10ffff; codePoint += 1) {
    if (isSurrogate(codePoint) || isSyllable(codePoint) || isReservedAsInvisible(codePoint)) continue;
    const character = String.fromCodePoint(codePoint);
    const folded = fold(character);
    if (folded !== character) pairs.push([character, folded]);
  }
  return pairs;
}

function foldCaseOf(character: string): string {
  if (/\p{Default_Ignorable_Code_Point}/u.test(character)) return "";
  return foldLetters(character);
}

function foldTextOf(character: string): string {
  if (/\p{Nd}/u.test(character)) return digitOf(character);
  const folded = compatible(foldCaseOf(compatible(foldCaseOf(character))));
  const plain = Array.from(folded, foldCaseOf)
    .join("")
    .replace(/[\p{M}\u0640]/gu, "");
  return Array.from(plain, (letter) => foldedLetters.get(letter) ?? letter).join("");
}

/** The compatibility decomposition of a character. A separate accent gets no space in front of it. */
function compatible(text: string): string {
  const decomposed = text.normalize("NFKD");
  return /^ \p{M}+$/u.test(decomposed) ? decomposed.slice(1) : decomposed;
}

/** Full Unicode case folding, for which JavaScript has no function. ı is an exception. */
function foldLetters(text: string): string {
  const folded = Array.from(text, (letter) => (letter === "ı" ? letter : toLowerCase(letter.toUpperCase()))).join("");
  return folded === text ? text : foldLetters(folded);
}

/** Lower case letter by letter, because a sigma has another lower case at the end of a word. */
function toLowerCase(text: string): string {
  return Array.from(text, (letter) => letter.toLowerCase()).join("");
}

/** The digits of a script are ten consecutive code points. */
function digitOf(character: string): string {
  const codePoint = character.codePointAt(0) ?? 0;
  let before = 0;
  while (/\p{Nd}/u.test(String.fromCodePoint(codePoint - before - 1))) before += 1;
  return String(before % 10);
}

function isSurrogate(codePoint: number): boolean {
  return codePoint >= 0xd800 && codePoint <= 0xdfff;
}

function isSyllable(codePoint: number): boolean {
  return codePoint >= firstSyllable && codePoint <= lastSyllable;
}

/** The whole range is invisible, assigned or not. */
function isReservedAsInvisible(codePoint: number): boolean {
  return codePoint >= 0xe0000 && codePoint <= 0xe0fff;
}
