import { badArgument } from "../errors/request-errors.js";
import { isStorableText } from "../node/ids.js";
import type { Order, OrderTerm } from "./order.js";

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
    position.length === order.terms.length && order.terms.every((term, index) => isValue(term, position[index]));
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

function isValue(term: OrderTerm, value: unknown): boolean {
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
