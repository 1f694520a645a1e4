import { badArgument } from "../errors/request-errors.js";
import { isStorableText } from "../node/ids.js";
import type { CursorPageArgs, PageArgs } from "./connection.args.js";
import type { Order, OrderTerm } from "./order.js";

const farOffset = 500;

/**
 * True for an offset at which it is faster to skip the rows by an index-only scan, and to look up the rows of the page by their ids, than
 * to read all rows up to the page.
 */
export const isFarOffset = (offset: number): boolean => offset >= farOffset;

/** The part of a list that a page shows. */
export interface PageBounds {
  /** True if the page is the last rows between `after` and `before`, instead of the first. */
  readonly backward: boolean;
  readonly size: number;
  readonly offset: number;
  readonly after: CursorPosition | null;
  readonly before: CursorPosition | null;
}

export const defaultPageSize = 50;
export const maxPageSize = 250;
export const maxOffset = 10_000;

/**
 * Converts pagination arguments to page bounds.
 * @throws BAD_USER_INPUT if arguments contradict each other or are out of range.
 */
export function parsePageBounds(
  args: CursorPageArgs & Pick<PageArgs, "offset">,
  list: string,
  order: Order,
): PageBounds {
  const { first, last, after, before, offset } = args;
  checkRange("first", first, maxPageSize);
  checkRange("last", last, maxPageSize);
  checkRange("offset", offset, maxOffset, "; use cursors to go further");
  if (isSet(first) && isSet(last)) throw badArgument(["last"], "must not be given together with first");
  if (isSet(offset) && (isSet(after) || isSet(before))) {
    throw badArgument(["offset"], "must not be given together with a cursor");
  }
  if (isSet(offset) && isSet(last)) throw badArgument(["offset"], "must not be given together with last");

  return {
    // `before` alone requests the page before the cursor.
    backward: isSet(last) || (isSet(before) && !isSet(first) && !isSet(after)),
    size: first ?? last ?? defaultPageSize,
    offset: offset ?? 0,
    after: isSet(after) ? decodeCursor("after", after, list, order) : null,
    before: isSet(before) ? decodeCursor("before", before, list, order) : null,
  };
}

function isSet<T>(value: T | null | undefined): value is T {
  return value !== null && value !== undefined;
}

/**
 * Checks a number among the arguments.
 * @throws BAD_USER_INPUT if it is out of range.
 */
export function checkRange(name: string, value: number | null | undefined, max: number, advice = ""): void {
  if (isSet(value) && (value < 0 || value > max)) {
    throw badArgument([name], `must be from 0 to ${max}, got ${value}${advice}`);
  }
}

/**
 * The position of a row in an order: the values of its sort keys, with its id last. Dates are ISO 8601 texts, numbers are
 * decimal texts.
 */
export type CursorPosition = readonly (string | null)[];

/** Encodes a position as an opaque cursor. The cursor stays valid when its row changes or is deleted. */
export function encodeCursor(list: string, order: Order, position: CursorPosition): string {
  return Buffer.from(JSON.stringify([list, order.signature, ...position])).toString("base64url");
}

/**
 * Decodes a cursor.
 * @throws BAD_USER_INPUT if the text is not a cursor, or is a cursor of another list or order.
 */
export function decodeCursor(argument: "after" | "before", cursor: string, list: string, order: Order): CursorPosition {
  const parts = parse(cursor);
  if (parts === null) throw badArgument([argument], "must be a cursor that this server gave");
  const [cursorList, signature, ...position] = parts;
  if (cursorList !== list || signature !== order.signature) {
    throw badArgument([argument], "must be a cursor of the same list with the same sort");
  }
  const isValid =
    position.length === order.terms.length && order.terms.every((term, index) => isKeyValue(term, position[index]));
  if (!isValid) throw badArgument([argument], "must be a cursor that this server gave");
  return position as CursorPosition;
}

function parse(cursor: string): unknown[] | null {
  try {
    const parts: unknown = JSON.parse(Buffer.from(cursor, "base64url").toString());
    return Array.isArray(parts) ? parts : null;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

function isKeyValue(term: OrderTerm, value: unknown): boolean {
  if (value === null) return term.nullable;
  if (typeof value !== "string" || !isStorableText(value)) return false;
  if (term.type === "integer") return isInteger(value);
  return term.type === "text" || isTimestamp(value);
}

/** True if the text is a number that PostgreSQL's type integer can hold. */
function isInteger(value: string): boolean {
  return String(Number(value) | 0) === value;
}

// PostgreSQL has no year 0. JavaScript writes years after 9999 in a form that PostgreSQL cannot read.
function isTimestamp(value: string): boolean {
  const date = new Date(value);
  return /^(?!0000)\d{4}-/.test(value) && !Number.isNaN(date.getTime()) && date.toISOString() === value;
}
