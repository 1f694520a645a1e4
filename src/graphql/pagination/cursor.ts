import { badArgument } from "../errors/request-errors.js";
import { isStorableText } from "../node/ids.js";
import type { Order, OrderTerm } from "./order.js";

/** The values of a row's sort keys, its id last: where it stands in an order. Dates are ISO 8601 texts, numbers decimal ones. */
export type Position = readonly (string | null)[];

/** An opaque text for a position; it stays valid when the row it was made from changes or goes. */
export function encodeCursor(list: string, order: Order, position: Position): string {
  return Buffer.from(JSON.stringify([list, order.signature, ...position])).toString("base64url");
}

/**
 * The position a cursor stands for.
 * @throws BAD_USER_INPUT for a text that is no cursor, or one made for another list or order.
 */
export function decodeCursor(argument: "after" | "before", cursor: string, list: string, order: Order): Position {
  const parts = parse(cursor);
  if (parts === null) throw badArgument([argument], "must be a cursor that this server gave");
  const [cursorList, signature, ...position] = parts;
  if (cursorList !== list || signature !== order.signature) {
    throw badArgument([argument], "must be a cursor of the same list with the same sort");
  }
  const fits =
    position.length === order.terms.length && order.terms.every((term, index) => isValue(term, position[index]));
  if (!fits) throw badArgument([argument], "must be a cursor that this server gave");
  return position as Position;
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

/** Whether PostgreSQL's integer can hold it. */
function isInteger(value: string): boolean {
  return String(Number(value) | 0) === value;
}

// PostgreSQL knows no year 0, and JavaScript writes years past 9999 in a way that PostgreSQL does not read.
function isTimestamp(value: string): boolean {
  const date = new Date(value);
  return /^(?!0000)\d{4}-/.test(value) && !Number.isNaN(date.getTime()) && date.toISOString() === value;
}
