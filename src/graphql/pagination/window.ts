import { badArgument } from "../errors/request-errors.js";
import type { CursorPageArgs, PageArgs } from "./connection.args.js";
import { decodeCursor, type Position } from "./cursor.js";
import type { Order } from "./order.js";

/** Which part of a list is asked for. */
export interface Window {
  /** Whether rows are taken from the end of what lies between the bounds. */
  readonly backward: boolean;
  readonly size: number;
  readonly offset: number;
  readonly after: Position | null;
  readonly before: Position | null;
}

export const defaultPageSize = 50;
export const maxPageSize = 250;
export const maxOffset = 10_000;

/**
 * The window that paging arguments ask for.
 * @throws BAD_USER_INPUT for arguments that contradict each other or leave their range.
 */
export function windowOf(args: CursorPageArgs & Pick<PageArgs, "offset">, list: string, order: Order): Window {
  const { first, last, after, before, offset } = args;
  inRange("first", first, maxPageSize);
  inRange("last", last, maxPageSize);
  inRange("offset", offset, maxOffset, "; use cursors to go further");
  if (given(first) && given(last)) throw badArgument(["last"], "must not be given together with first");
  if (given(offset) && (given(after) || given(before))) {
    throw badArgument(["offset"], "must not be given together with a cursor");
  }
  if (given(offset) && given(last)) throw badArgument(["offset"], "must not be given together with last");

  return {
    // A lone `before` asks for the page before it.
    backward: given(last) || (given(before) && !given(first) && !given(after)),
    size: first ?? last ?? defaultPageSize,
    offset: offset ?? 0,
    after: given(after) ? decodeCursor("after", after, list, order) : null,
    before: given(before) ? decodeCursor("before", before, list, order) : null,
  };
}

function given<T>(value: T | null | undefined): value is T {
  return value !== null && value !== undefined;
}

function inRange(name: string, value: number | null | undefined, most: number, advice = ""): void {
  if (given(value) && (value < 0 || value > most)) {
    throw badArgument([name], `must be from 0 to ${most}, got ${value}${advice}`);
  }
}
