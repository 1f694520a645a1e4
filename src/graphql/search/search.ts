import { Prisma } from "../../database/generated/client.js";
import type { Sql } from "../../database/sql/sql.js";
import { InputCost } from "../cost/cost.js";
import { badArgument } from "../errors/request-errors.js";
import { normalizeEmail, normalizeText, withoutInvisible } from "../input/normalize-text.js";
import { isStorableText } from "../node/ids.js";
import { canUseTrigramIndex, containsPattern, isAscii } from "./contains-pattern.js";

const maxSearchLength = 200;
const maxWords = 10;

/**
 * Declares the cost of a search argument. The cost is per row, because no index finds words of one or two letters. `related`
 * is the number of related rows that are searched, too.
 */
export function SearchCost(related?: InputCost["related"]): PropertyDecorator {
  return InputCost({ perRow: 0.015, ...(related && { related }) });
}

/**
 * Splits a search text at white space. Words without visible characters are dropped. A blank text has no words.
 * @throws BAD_USER_INPUT for more than 200 characters, more than 10 words, NUL, or half of a surrogate pair.
 */
function searchWords(search: string | null | undefined): string[] {
  if (search === null || search === undefined) return [];
  if (!isStorableText(search)) throw badArgument(["search"], "must not hold NUL or half a surrogate pair");
  const text = normalizeText(search);
  const length = [...text].length;
  if (length > maxSearchLength)
    throw badArgument(["search"], `must have at most ${maxSearchLength} characters, got ${length}`);
  const words = text.split(/\p{White_Space}+/u).filter(hasVisibleCharacters);
  if (words.length > maxWords)
    throw badArgument(["search"], `must have at most ${maxWords} words, got ${words.length}`);
  return words;
}

/** A column of folded texts that the search covers. */
interface SearchedColumn {
  readonly column: Sql;
  /** True if the column ends with a line of phone number digits, after U+001F. */
  readonly hasPhoneDigits?: true;
  /** The condition that a related row contains a word. `contains` creates the condition on a column of folded texts. */
  readonly related?: (contains: (column: Sql) => Sql) => Sql;
}

/** Returns the condition that every word is in the column or in a related row. */
export function searchCondition(search: string | null | undefined, searched: SearchedColumn): Sql {
  const { related } = searched;
  const conditions = searchWords(search).map((word) => {
    const matches = wordCondition(word, searched);
    if (related === undefined) return matches;
    return Prisma.sql`(${matches} OR ${related((column) => wordCondition(word, { column }))})`;
  });
  return conditions.length === 0 ? Prisma.sql`true` : Prisma.join(conditions, " AND ");
}

/** Each number of words has its own plan. Names and addresses have few words. */
const maxSpecificWords = 4;

/**
 * Returns the condition that the column contains every word, if few rows probably match and the search index finds them: for several
 * words, an email or a long number. Otherwise undefined. The patterns are in subqueries, so that PostgreSQL keeps one plan for all searches.
 */
export function specificSearchCondition(search: string | null | undefined, searched: SearchedColumn): Sql | undefined {
  const words = searchWords(search);
  const isSpecific =
    words.length > 1 || words.some((word) => /.@/.test(word) || word.replace(/[^0-9]/g, "").length >= 6);
  if (!isSpecific || words.length > maxSpecificWords) return undefined;
  // A word with two patterns is an OR, which PostgreSQL may check row by row for all matches of the other words.
  const hasOnePattern = (word: string) =>
    storedEmail(word) === undefined && !(searched.hasPhoneDigits && words.length > 1 && isPhonePart(word));
  if (!words.every((word) => canUseTrigramIndex(word) && hasOnePattern(word))) return undefined;
  const inSubquery = (pattern: Sql) => Prisma.sql`(SELECT ${pattern})`;
  return Prisma.join(
    words.map((word) => wordCondition(word, searched, inSubquery)),
    " AND ",
  );
}

/** Returns the condition that the column contains a word. `toOperand` returns the SQL of a pattern. */
function wordCondition(
  word: string,
  { column, hasPhoneDigits }: SearchedColumn,
  toOperand = (pattern: Sql) => pattern,
): Sql {
  const contains = (text: string) => Prisma.sql`${column} LIKE ${toOperand(containsPattern(text))}`;
  const email = storedEmail(word);
  const matchesText = email === undefined ? contains(word) : Prisma.sql`(${contains(word)} OR ${contains(email)})`;
  if (!hasPhoneDigits || !isPhonePart(word)) return matchesText;
  return Prisma.sql`(${matchesText} OR ${column} LIKE ${toOperand(phonePattern(word))})`;
}

/** Returns the LIKE pattern for texts whose phone number contains the digits of the word. */
function phonePattern(word: string): Sql {
  if (!isAscii(word)) return Prisma.sql`E'%\\x1F%' || regexp_replace(fold_text(${word}), '[^0-9]', '', 'g') || '%'`;
  return Prisma.sql`${`%\u001F%${word.replace(/[^0-9]/g, "")}%`}`;
}

/**
 * Returns the stored form of a word that is an email with a Punycode domain, or undefined for any other word. Stored emails
 * have their domain in Unicode.
 */
function storedEmail(word: string): string | undefined {
  if (!/@(?:.*\.)?xn--/i.test(word)) return undefined;
  const email = normalizeEmail(word);
  return email === word ? undefined : email;
}

/** True if the word has a character besides accents, invisible characters and the tatweel. */
function hasVisibleCharacters(word: string): boolean {
  return /[^\p{M}\p{Default_Ignorable_Code_Point}\p{White_Space}\u0640]/u.test(word.normalize("NFKD"));
}

/** True if the word can be part of a phone number: digits of any script, with any punctuation. */
function isPhonePart(word: string): boolean {
  const plain = withoutInvisible(word.normalize("NFKC"));
  return /\p{Nd}/u.test(plain) && /^[\p{Nd}\p{Pd}+()./]+$/u.test(plain);
}
