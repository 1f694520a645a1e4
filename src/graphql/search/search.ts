import { Prisma } from "../../database/generated/client.js";
import type { Sql } from "../../database/sql/sql.js";
import { badArgument } from "../errors/request-errors.js";
import { normalizeEmail, normalizeText, withoutInvisible } from "../input/normalize-text.js";
import { isStorableText } from "../node/ids.js";

const maxSearchLength = 200;
const maxWords = 10;

/**
 * The words of a search text, split at white space; none for a blank one. Words that fold to nothing are left out.
 * @throws BAD_USER_INPUT for more than 200 characters, more than 10 words, or NUL.
 */
function searchWords(search: string | null | undefined): string[] {
  if (search === null || search === undefined) return [];
  if (!isStorableText(search)) throw badArgument(["search"], "must not hold NUL or half a surrogate pair");
  const text = normalizeText(search);
  const length = [...text].length;
  if (length > maxSearchLength)
    throw badArgument(["search"], `must have at most ${maxSearchLength} characters, got ${length}`);
  const words = text.split(/\p{White_Space}+/u).filter(showsWhenFolded);
  if (words.length > maxWords)
    throw badArgument(["search"], `must have at most ${maxWords} words, got ${words.length}`);
  return words;
}

/** A column of folded texts that search looks into. */
interface SearchedColumn {
  readonly column: Sql;
  /** Whether the digits of a phone number are its last line, behind U+001F. */
  readonly hasPhoneDigits?: true;
}

/** The condition that every word occurs, in any of the fields that the column holds. */
export function searchCondition(search: string | null | undefined, { column, hasPhoneDigits }: SearchedColumn): Sql {
  const conditions = searchWords(search).map((word) => {
    const contains = (text: string) => Prisma.sql`${column} LIKE '%' || like_escape(fold_text(${text})) || '%'`;
    const email = storedEmail(word);
    const inText = email === undefined ? contains(word) : Prisma.sql`(${contains(word)} OR ${contains(email)})`;
    if (!hasPhoneDigits || !isPhonePart(word)) return inText;
    return Prisma.sql`(${inText} OR ${column} LIKE E'%\\x1F%' || regexp_replace(fold_text(${word}), '[^0-9]', '', 'g') || '%')`;
  });
  return conditions.length === 0 ? Prisma.sql`true` : Prisma.join(conditions, " AND ");
}

/** The stored form of a word that is an email with a domain in Punycode: emails are stored with their domain in Unicode. */
function storedEmail(word: string): string | undefined {
  if (!/@(?:.*\.)?xn--/i.test(word)) return undefined;
  const email = normalizeEmail(word);
  return email === word ? undefined : email;
}

/** Whether anything is left of a word without accents, invisible characters and the tatweel. */
function showsWhenFolded(word: string): boolean {
  return /[^\p{M}\p{Default_Ignorable_Code_Point}\p{White_Space}\u0640]/u.test(word.normalize("NFKD"));
}

/** Whether a word could be part of a phone number, however it is punctuated, in the digits of any script. */
function isPhonePart(word: string): boolean {
  const plain = withoutInvisible(word.normalize("NFKC"));
  return /\p{Nd}/u.test(plain) && /^[\p{Nd}\p{Pd}+()./]+$/u.test(plain);
}
