import type { FieldNode } from "graphql";
import type { Reader } from "../../database/fast-reads/reader.js";
import type { Timestamp, WithTimestamps } from "../../database/sql/timestamp.js";
import { manyByKey, oneByKey } from "../loaders/align-keys.js";
import { type BatchLoader, batchLoader } from "../loaders/batch-loader.js";
import type { Connection, Edge, PageInfo } from "./connection.type.js";
import type { List, ListArgs } from "./list-definition.js";
import type { Order } from "./order.js";
import { type CursorPosition, encodeCursor, type PageBounds } from "./page-bounds.js";
import type { PageRow } from "./page-query.js";
import { pageRequest } from "./page-statements.js";
import { type ListSelection, type SelectionInfo, selectionOf } from "./selection.js";

/**
 * Creates the connection of a root list, such as `customers`.
 * @throws BAD_USER_INPUT for arguments that are out of range or contradict each other.
 */
export function rootConnection<Args extends ListArgs, Row>(
  reader: Reader,
  list: List<Args>,
  args: Args,
  info: SelectionInfo,
): Connection<WithTimestamps<Row>> {
  const { statements, bounds } = pageRequest(list, args, info);
  const isCounted = countsWithFirstPage(args, statements.selection, bounds);
  let found: Promise<PageRow[]> | undefined;
  const load = () => {
    found ??= isCounted ? statements.readCounted(reader, bounds) : statements.read(reader, bounds);
    return found;
  };
  return new ListConnection<WithTimestamps<Row>>(
    list.name,
    statements.order,
    async () => toPage(await load(), bounds),
    async () => {
      // If the first page has no rows, the list is empty.
      if (isCounted) return (await load())[0]?.totalCount ?? 0;
      const [row] = await statements.count(reader);
      return row?.count ?? 0;
    },
  );
}

/** True if the first page and the total count of a search are read in one statement, so that they agree. */
function countsWithFirstPage({ search }: ListArgs, selection: ListSelection, bounds: PageBounds): boolean {
  const isFirstPage = bounds.offset === 0 && bounds.after === null && bounds.before === null;
  return Boolean(search?.trim()) && selection.page && selection.totalCount && isFirstPage;
}

/** An object that has a nested list. */
interface Parent {
  readonly id: string;
  readonly deletedAt: Timestamp | null;
}

/**
 * A list under many parents, such as `Customer.addresses`. Lists with the same arguments are read in one statement for all
 * parents.
 */
export interface NestedList<Args, Row> {
  /** @throws BAD_USER_INPUT for arguments that are out of range or contradict each other. */
  forParent(parent: Parent, args: Args, info: SelectionInfo): Connection<WithTimestamps<Row>>;
}

/** Creates a nested list that batches its reads for one request. */
export function nestedList<Args extends ListArgs, Row>(reader: Reader, list: List<Args>): NestedList<Args, Row> {
  // A field of a document has the same arguments under all parents.
  const batches = new Map<FieldNode | string, Batch>();

  function createBatch(args: Args, info: SelectionInfo): Batch {
    const { statements, bounds } = pageRequest(list, args, info);
    return {
      order: statements.order,
      pages: batchLoader<string, Page>(async (parentIds) => {
        const found = await statements.read(reader, bounds, { parentIds });
        return manyByKey(parentIds, found, ({ parentId }) => parentId).map((rows) => toPage(rows, bounds));
      }),
      counts: batchLoader<string, number>(async (parentIds) => {
        const found = await statements.count(reader, parentIds);
        return oneByKey(parentIds, found, ({ parentId }) => parentId).map((row) => row?.count ?? 0);
      }),
    };
  }

  return {
    forParent({ id, deletedAt }, args, info) {
      const key = batchKey(args, info);
      const batch = batches.get(key) ?? createBatch(args, info);
      batches.set(key, batch);
      if (deletedAt !== null && !list.keepsRowsOfDeletedParent) {
        return new ListConnection<WithTimestamps<Row>>(
          list.name,
          batch.order,
          async () => emptyPage,
          async () => 0,
        );
      }
      return new ListConnection<WithTimestamps<Row>>(
        list.name,
        batch.order,
        () => batch.pages.load(id),
        () => batch.counts.load(id),
      );
    },
  };
}

/** The pages and counts of one batch. Each is read with one statement. */
interface Batch {
  readonly order: Order;
  readonly pages: BatchLoader<string, Page>;
  readonly counts: BatchLoader<string, number>;
}

/**
 * Returns the same key for fields that one statement can read. A field that occurs in several places may have several
 * selections, so the selection is part of the key.
 */
function batchKey(args: ListArgs, info: SelectionInfo): FieldNode | string {
  const [node, ...others] = info.fieldNodes;
  if (node !== undefined && others.length === 0) return node;
  return JSON.stringify([args, selectionOf(info).signature]);
}

/** One page of a list. */
interface Page {
  readonly rows: readonly PageRow[];
  readonly hasNextPage: boolean;
  readonly hasPreviousPage: boolean;
}

const emptyPage: Page = { rows: [], hasNextPage: false, hasPreviousPage: false };

/** Converts the rows of a page query to a page, with its rows in list order. */
function toPage(found: readonly PageRow[], bounds: PageBounds): Page {
  const { hasRowsBefore = false, hasRowsAfter = false } = found[0] ?? {};
  const rowsRead = found.filter(({ hasRow }) => hasRow !== null);
  const hasMore = hasRowsAfter || rowsRead.length > bounds.size;
  const rows = rowsRead.slice(0, bounds.size);
  return bounds.backward
    ? { rows: rows.reverse(), hasNextPage: hasRowsBefore, hasPreviousPage: hasMore }
    : { rows, hasNextPage: hasMore, hasPreviousPage: hasRowsBefore };
}

/** A connection that reads its page or its count only if a client selects it. */
class ListConnection<Row> implements Connection<Row> {
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
