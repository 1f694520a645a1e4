import DataLoader from "dataloader";
import type { PrismaClient } from "../database/generated/client.js";
import { checkFilterSize } from "../filters/filter.js";
import { manyByKey, oneByKey } from "../loaders/align-keys.js";
import type { CursorPageArgs, PageArgs } from "./connection.args.js";
import type { Connection, Edge } from "./connection.type.js";
import { encodeCursor, type Position } from "./cursor.js";
import { type Order, orderOf, type SortInput, type SortKey, type Sql } from "./order.js";
import { countQuery, type PageRow, pageQuery, type Rows } from "./page-query.js";
import { type Window, windowOf } from "./window.js";

/** A list that clients page through: where its rows come from and how they can be sorted. */
export interface List<Args> {
  /** Names the kind of rows in their cursors. */
  readonly name: string;
  readonly columns: Sql;
  readonly id: Sql;
  readonly sortKeys: Readonly<Record<string, SortKey>>;
  /** The order when none is asked for; creation order when this is left out. */
  readonly defaultSort?: readonly SortInput[];
  /** Whether a deleted parent still has its rows; it has none when this is left out. */
  readonly evenOfDeleted?: true;
  /** The rows that the arguments ask for; a list under parents refers to `parent.id`. */
  rows(args: Args): Rows;
}

/** The arguments that every list understands. */
export interface ListArgs extends CursorPageArgs, Pick<PageArgs, "offset"> {
  where?: object | null;
  sort?: readonly SortInput[] | null;
}

interface Request {
  readonly rows: Rows;
  readonly order: Order;
  readonly window: Window;
}

interface Page {
  readonly rows: readonly PageRow[];
  readonly hasNextPage: boolean;
  readonly hasPreviousPage: boolean;
}

const emptyPage: Page = { rows: [], hasNextPage: false, hasPreviousPage: false };

/**
 * A list of its own, such as `customers`.
 * @throws BAD_USER_INPUT for arguments that are out of range or contradict each other.
 */
export function rootConnection<Row>(db: PrismaClient, list: List<ListArgs>, args: ListArgs): Connection<Row> {
  checkFilterSize(args.where);
  const request = requestOf(list, args);
  return connection<Row>(
    list,
    request.order,
    async () =>
      toPage(
        await db.$queryRaw(pageQuery(request.rows, list.columns, request.order.terms, request.window)),
        request.window,
      ),
    async () => {
      const [row] = await db.$queryRaw<{ count: number }[]>(countQuery(request.rows));
      return row?.count ?? 0;
    },
  );
}

/** What has a list under it. */
interface Parent {
  readonly id: string;
  readonly deletedAt: Date | null;
}

/** The lists under many parents, such as `Customer.addresses`: one statement per arguments, however many parents. */
export interface NestedList<Args, Row> {
  /** @throws BAD_USER_INPUT for arguments that are out of range or contradict each other. */
  of(parent: Parent, args: Args): Connection<Row>;
}

/** Batches a list under its parents for the time of one request. */
export function nestedList<Args extends ListArgs, Row>(db: PrismaClient, list: List<Args>): NestedList<Args, Row> {
  const batches = new Map<
    string,
    { order: Order; pages: DataLoader<string, Page>; counts: DataLoader<string, number> }
  >();

  function batchOf(args: Args) {
    checkFilterSize(args.where);
    const key = JSON.stringify(args);
    const known = batches.get(key);
    if (known !== undefined) return known;
    const { rows, order, window } = requestOf(list, args);
    const batch = {
      order,
      pages: new DataLoader<string, Page>(async (parentIds) => {
        const found = await db.$queryRaw<PageRow[]>(pageQuery(rows, list.columns, order.terms, window, parentIds));
        return manyByKey(parentIds, found, ({ parentId }) => parentId).map((rows) => toPage(rows, window));
      }),
      counts: new DataLoader<string, number>(async (parentIds) => {
        const found = await db.$queryRaw<{ parentId: string; count: number }[]>(countQuery(rows, parentIds));
        return oneByKey(parentIds, found, ({ parentId }) => parentId).map((row) => row?.count ?? 0);
      }),
    };
    batches.set(key, batch);
    return batch;
  }

  return {
    of({ id, deletedAt }, args) {
      const { order, pages, counts } = batchOf(args);
      if (deletedAt !== null && !list.evenOfDeleted)
        return connection<Row>(
          list,
          order,
          async () => emptyPage,
          async () => 0,
        );
      return connection<Row>(
        list,
        order,
        () => pages.load(id),
        () => counts.load(id),
      );
    },
  };
}

function requestOf<Args extends ListArgs>(list: List<Args>, args: Args): Request {
  const order = orderOf(args.sort?.length ? args.sort : list.defaultSort, list.sortKeys, list.id);
  return { rows: list.rows(args), order, window: windowOf(args, list.name, order) };
}

function toPage(found: readonly PageRow[], window: Window): Page {
  const { behind = false, beyond = false } = found[0] ?? {};
  const read = found.filter(({ hasRow }) => hasRow);
  const more = beyond || read.length > window.size;
  const rows = read.slice(0, window.size);
  return window.backward
    ? { rows: rows.reverse(), hasNextPage: behind, hasPreviousPage: more }
    : { rows, hasNextPage: more, hasPreviousPage: behind };
}

function connection<Row>(
  list: { readonly name: string },
  order: Order,
  load: () => Promise<Page>,
  count: () => Promise<number>,
): Connection<Row> {
  let loading: Promise<Page> | undefined;
  const page = () => (loading ??= load());
  const cursor = (row: PageRow) => encodeCursor(list.name, order, positionOf(row, order));
  return {
    nodes: async () => (await page()).rows as readonly unknown[] as Row[],
    edges: async () => (await page()).rows.map((row) => ({ cursor: cursor(row), node: row as unknown })) as Edge<Row>[],
    pageInfo: async () => {
      const { rows, hasNextPage, hasPreviousPage } = await page();
      const [first, last] = [rows[0], rows.at(-1)];
      return {
        hasNextPage,
        hasPreviousPage,
        startCursor: first === undefined ? null : cursor(first),
        endCursor: last === undefined ? null : cursor(last),
      };
    },
    totalCount: count,
  };
}

function positionOf(row: PageRow, order: Order): Position {
  return order.terms.map((_, index) => {
    const value = row[`key${index}`];
    if (value instanceof Date) return value.toISOString();
    return value === null || value === undefined ? null : String(value);
  });
}
