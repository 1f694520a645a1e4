import { badArgument } from "../errors/request-errors.js";
import type { CursorPageArgs, PageArgs } from "./connection.args.js";
import { type CursorPosition, decodeCursor } from "./cursor.js";
import type { Order } from "./order.js";

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

function checkRange(name: string, value: number | null | undefined, max: number, advice = ""): void {
  if (isSet(value) && (value < 0 || value > max)) {
    throw badArgument([name], `must be from 0 to ${max}, got ${value}${advice}`);
  }
}
