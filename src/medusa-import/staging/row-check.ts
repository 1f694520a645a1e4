import { maxLength } from "class-validator";
import { normalizeEmail, normalizeText } from "../../graphql/input/normalize-text.js";
import {
  isEmailAddress,
  isShownLine,
  maxEmailLength,
  maxLongTextLength,
  maxTextLength,
} from "../../graphql/input/rules.js";

/** Each of these characters, and each pair of carriage return and line feed, is one line break or tab. */
const lineBreaks = /\r\n|[\t\n\v\f\r\u0085\u2028\u2029]/g;
const linesOfLongText = /[\t\n\r]/g;
/** A timestamp of the years 1 to 9999. */
const timestamp = /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d+)?\+00$/;

/** Converts the texts of a row of Medusa to their stored form, by the rules of the inputs of the API. Notes the first problem. */
export class RowCheck {
  problem: string | null = null;

  /** Notes a broken rule: the code of a user error, and the field. */
  refuse(code: string, field: string): void {
    this.problem ??= `${code} ${field}`;
  }

  /** A text in one line. Line breaks become spaces. */
  text(field: string, value: string | null): string | null {
    return this.#text(field, value?.replace(lineBreaks, " ") ?? null, maxTextLength);
  }

  /** A text that keeps its line breaks. */
  lines(field: string, value: string | null, most = maxTextLength): string | null {
    return this.#text(field, value, most);
  }

  longText(field: string, value: string | null): string | null {
    return this.lines(field, value, maxLongTextLength);
  }

  email(field: string, value: string | null): string | null {
    const email = normalizeEmail(value ?? "");
    if (email === "") return null;
    if (!maxLength(email, maxEmailLength)) this.refuse("TOO_LONG", field);
    else if (!isEmailAddress(email)) this.refuse("INVALID_EMAIL", field);
    return email;
  }

  #text(field: string, value: string | null, most: number): string | null {
    const text = normalizeText(value ?? "");
    if (text === "") return null;
    if (!isShownLine(text.replace(linesOfLongText, " "))) this.refuse("INVALID", field);
    else if (!maxLength(text, most)) this.refuse("TOO_LONG", field);
    return text;
  }
}

/** Returns a timestamp if the API can show it: `infinity` and years before 1 or after 9999 are legal in PostgreSQL only. */
export function shownTimestamp(text: string | null): string | null {
  return text !== null && timestamp.test(text) && !text.startsWith("0000") ? text : null;
}

const epoch = "1970-01-01 00:00:00+00";

/** The dates of a row. One that cannot be shown is replaced by another date of the row. */
export function datesOf(row: { created_at: string; updated_at: string; deleted_at?: string | null }) {
  const [created, updated] = [shownTimestamp(row.created_at), shownTimestamp(row.updated_at)];
  const created_at = created ?? updated ?? epoch;
  const updated_at = updated ?? created ?? epoch;
  const deleted_at = row.deleted_at ? (shownTimestamp(row.deleted_at) ?? updated_at) : null;
  return { created_at, updated_at, deleted_at };
}

/** Returns metadata as text. Null if it is no object. */
export function metadataOf(row: { metadata: string | null; metadata_type: string | null }) {
  const isObject = row.metadata_type === "object";
  return { metadata: isObject ? row.metadata : null, lost_metadata: row.metadata_type !== null && !isObject };
}
