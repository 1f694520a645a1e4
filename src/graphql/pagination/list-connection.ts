import type { Connection, Edge, PageInfo } from "./connection.type.js";
import { encodeCursor, type Position } from "./cursor.js";
import type { Order } from "./order.js";
import type { PageRow } from "./page-query.js";
import type { Window } from "./window.js";

/** One page of a list, as it was read. */
export interface Page {
  readonly rows: readonly PageRow[];
  readonly hasNextPage: boolean;
  readonly hasPreviousPage: boolean;
}

export const emptyPage: Page = { rows: [], hasNextPage: false, hasPreviousPage: false };

/** What a page query found, in the order in which it is shown. */
export function toPage(found: readonly PageRow[], window: Window): Page {
  const { behind = false, beyond = false } = found[0] ?? {};
  const read = found.filter(({ hasRow }) => hasRow !== null);
  const more = beyond || read.length > window.size;
  const rows = read.slice(0, window.size);
  return window.backward
    ? { rows: rows.reverse(), hasNextPage: behind, hasPreviousPage: more }
    : { rows, hasNextPage: more, hasPreviousPage: behind };
}

/** A list of which nothing is read before it is asked for. */
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

function positionOf(row: PageRow, order: Order): Position {
  return order.terms.map((_, index) => {
    const value = row[`key${index}`];
    return value === null || value === undefined ? null : String(value);
  });
}
