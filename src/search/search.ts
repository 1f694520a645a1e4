import { Prisma } from "../database/generated/client.js";
import { badUserInput } from "../errors/request-errors.js";
import { isStorableText } from "../node/ids.js";
import type { Sql } from "../pagination/order.js";

const maxSearchLength = 200;
const maxWords = 10;

/**
 * The words of a search text, split at white space; none for a blank one.
 * @throws BAD_USER_INPUT for more than 200 characters, more than 10 words, or NUL.
 */
function searchWords(search: string | null | undefined): string[] {
  if (search === null || search === undefined) return [];
  if (!isStorableText(search)) throw badUserInput("search must not hold NUL or half a surrogate pair.");
  const length = [...search.trim()].length;
  if (length > maxSearchLength)
    throw badUserInput(`search must have at most ${maxSearchLength} characters, got ${length}.`);
  const words = search
    .normalize("NFC")
    .split(/\s+/u)
    .filter((word) => word !== "");
  if (words.length > maxWords) throw badUserInput(`search must have at most ${maxWords} words, got ${words.length}.`);
  return words;
}

/** The condition that every word occurs, in any of the fields that the folded column `searchText` holds. */
export function searchCondition(search: string | null | undefined, searchText: Sql, phoneDigits?: Sql): Sql {
  const conditions = searchWords(search).map((word) => {
    const inText = Prisma.sql`${searchText} LIKE '%' || like_escape(fold_text(${word})) || '%'`;
    if (phoneDigits === undefined || !isPhonePart(word)) return inText;
    return Prisma.sql`(${inText} OR ${phoneDigits} LIKE ${`%${word.replace(/\D/g, "")}%`})`;
  });
  return conditions.length === 0 ? Prisma.sql`true` : Prisma.join(conditions, " AND ");
}

/** Whether a word could be part of a phone number, however it is punctuated. */
function isPhonePart(word: string): boolean {
  return /^[\d+()./-]*\d[\d+()./-]*$/.test(word);
}
