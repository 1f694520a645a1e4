import type { Connection, Edge, PageInfo } from "./connection.type.js";
import { type CursorPosition, encodeCursor } from "./cursor.js";
import type { Order } from "./order.js";
import type { PageBounds } from "./page-bounds.js";
import type { PageRow } from "./page-query.js";

/** One page of a list. */
export interface Page {
  readonly rows: readonly PageRow[];
  readonly hasNextPage: boolean;
  readonly hasPreviousPage: boolean;
}

export const emptyPage: Page = { rows: [], hasNextPage: false, hasPreviousPage: false };

/** Converts the rows of a page query to a page, with its rows in list order. */
export function toPage(found: readonly PageRow[], bounds: PageBounds): Page {
  const { hasRowsBefore = false, hasRowsAfter = false } = found[0] ?? {};
  const rowsRead = found.filter(({ hasRow }) => hasRow !== null);
  const hasMore = hasRowsAfter || rowsRead.length > bounds.size;
  const rows = rowsRead.slice(0, bounds.size);
  return bounds.backward
    ? { rows: rows.reverse(), hasNextPage: hasRowsBefore, hasPreviousPage: hasMore }
    : { rows, hasNextPage: hasMore, hasPreviousPage: hasRowsBefore };
}

/** A connection that reads its page or its count only if a client selects it. */
export class ListConnection<Row> implements Connection<Row> {
  readonly #list: string;
  readonly #order: Order;
  readonly #load: () => Promise<Page>;
  readonly #count: () => Promise<number>;
  #page: Promise<Page> | undefined;

  constructor(list: string, order: Order, load: () => Promise<Page>, count: () => Promise<number>) {
    this.#list = list;
    this.#order = order;
    this.#load = load;
    this.#count = count;
  }

  get nodes(): Promise<Row[]> {
    return this.#loaded().then(({ rows }) => rows as readonly unknown[] as Row[]);
  }

  get edges(): Promise<Edge<Row>[]> {
    return this.#loaded().then(({ rows }) =>
      rows.map((row) => ({ cursor: this.#cursor(row), node: row as unknown as Row })),
    );
  }

  get pageInfo(): Promise<PageInfo> {
    return this.#loaded().then(({ rows, hasNextPage, hasPreviousPage }) => {
      const [first, last] = [rows[0], rows.at(-1)];
      return {
        hasNextPage,
        hasPreviousPage,
        startCursor: first === undefined ? null : this.#cursor(first),
        endCursor: last === undefined ? null : this.#cursor(last),
      };
    });
  }

  get totalCount(): Promise<number> {
    return this.#count();
  }

  #loaded(): Promise<Page> {
    this.#page ??= this.#load();
    return this.#page;
  }

  #cursor(row: PageRow): string {
    return encodeCursor(this.#list, this.#order, positionOf(row, this.#order));
  }
}

function positionOf(row: PageRow, order: Order): CursorPosition {
  return order.terms.map((_, index) => {
    const value = row[`key${index}`];
    return value === null || value === undefined ? null : String(value);
  });
}
