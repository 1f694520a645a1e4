import type { FieldNode } from "graphql";
import { selectList } from "../database/columns.js";
import type { Reader, ReadOptions } from "../database/reader.js";
import { checkFilterSize } from "../filters/filter.js";
import { manyByKey, oneByKey } from "../loaders/align-keys.js";
import { type Batched, batched } from "../loaders/batched.js";
import type { CursorPageArgs, PageArgs } from "./connection.args.js";
import type { Connection } from "./connection.type.js";
import { allRanges } from "./keyset.js";
import { emptyPage, ListConnection, type Page, toPage } from "./list-connection.js";
import { type Order, orderOf, type SortInput, type SortKey, type Sql } from "./order.js";
import { countQuery, type PageRow, pageQuery, type Rows } from "./page-query.js";
import { type ListSelection, type SelectionInfo, selectionOf } from "./selection.js";
import { type Window, windowOf } from "./window.js";

/** A list that clients page through: where its rows come from and how they can be sorted. */
export interface List<Args> {
  /** Names the kind of rows in their cursors. */
  readonly name: string;
  /** What the table of the rows is called in `rows`. */
  readonly alias: string;
  readonly columns: Readonly<Record<string, string>>;
  /** The properties that other fields of a row are made of: they are read whatever a client selects. */
  readonly needed: readonly string[];
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
  search?: string | null;
  sort?: readonly SortInput[] | null;
}

/** What a client asks of a list, ready to be read. */
interface Request {
  readonly rows: Rows;
  readonly order: Order;
  readonly window: Window;
  readonly query: (page: { readonly parentIds?: readonly string[]; readonly isCounted?: boolean }) => Sql;
  readonly readOptions: ReadOptions;
}

/**
 * A list of its own, such as `customers`.
 * @throws BAD_USER_INPUT for arguments that are out of range or contradict each other.
 */
export function rootConnection<Row>(
  reader: Reader,
  list: List<ListArgs>,
  args: ListArgs,
  info: SelectionInfo,
): Connection<Row> {
  const { rows, order, window, query, readOptions } = requestOf(list, args, info);
  const isCounted = isSearchCounted(args, order, window, selectionOf(info));
  let found: Promise<PageRow[]> | undefined;
  const load = () => {
    found ??= reader.read<PageRow>(query({ isCounted }), readOptions);
    return found;
  };
  return new ListConnection<Row>(
    list.name,
    order,
    async () => toPage(await load(), window),
    async () => {
      // A first page without rows is that of an empty list.
      if (isCounted) return (await load())[0]?.totalCount ?? 0;
      const [row] = await reader.read<{ count: number }>(countQuery(rows));
      return row?.count ?? 0;
    },
  );
}

/**
 * Whether the first page is read together with how many rows there are: to find what is searched for takes longer than
 * anything else, and it is found once then.
 */
function isSearchCounted({ search }: ListArgs, { terms }: Order, window: Window, selection: ListSelection): boolean {
  const isFirstPage = window.offset === 0 && window.after === null && window.before === null;
  return isFirstPage && selection.totalCount && Boolean(search?.trim()) && allRanges(terms).length === 1;
}

/** What has a list under it. */
interface Parent {
  readonly id: string;
  readonly deletedAt: Date | null;
}

/** The lists under many parents, such as `Customer.addresses`: one statement per arguments, however many parents. */
export interface NestedList<Args, Row> {
  /** @throws BAD_USER_INPUT for arguments that are out of range or contradict each other. */
  of(parent: Parent, args: Args, info: SelectionInfo): Connection<Row>;
}

/** Batches a list under its parents for the time of one request. */
export function nestedList<Args extends ListArgs, Row>(reader: Reader, list: List<Args>): NestedList<Args, Row> {
  // The arguments of one field of a document are the same under all parents.
  const batches = new Map<FieldNode | string, Batch>();

  function createBatch(args: Args, info: SelectionInfo): Batch {
    const { rows, order, window, query, readOptions } = requestOf(list, args, info);
    return {
      order,
      pages: batched<string, Page>(async (parentIds) => {
        const found = await reader.read<PageRow>(query({ parentIds }), readOptions);
        return manyByKey(parentIds, found, ({ parentId }) => parentId).map((rows) => toPage(rows, window));
      }),
      counts: batched<string, number>(async (parentIds) => {
        const found = await reader.read<{ parentId: string; count: number }>(countQuery(rows, parentIds));
        return oneByKey(parentIds, found, ({ parentId }) => parentId).map((row) => row?.count ?? 0);
      }),
    };
  }

  return {
    of({ id, deletedAt }, args, info) {
      const key = batchKey(args, info);
      const batch = batches.get(key) ?? createBatch(args, info);
      batches.set(key, batch);
      if (deletedAt !== null && !list.evenOfDeleted) {
        return new ListConnection<Row>(
          list.name,
          batch.order,
          async () => emptyPage,
          async () => 0,
        );
      }
      return new ListConnection<Row>(
        list.name,
        batch.order,
        () => batch.pages.load(id),
        () => batch.counts.load(id),
      );
    },
  };
}

/** What is read with one statement each. */
interface Batch {
  readonly order: Order;
  readonly pages: Batched<string, Page>;
  readonly counts: Batched<string, number>;
}

/** The same for whatever one statement can read. A field that stands in several places may be selected differently. */
function batchKey(args: ListArgs, info: SelectionInfo): FieldNode | string {
  const [node, ...others] = info.fieldNodes;
  if (node !== undefined && others.length === 0) return node;
  const { fields, ...rest } = selectionOf(info);
  return JSON.stringify([args, [...fields], rest]);
}

function requestOf<Args extends ListArgs>(list: List<Args>, args: Args, info: SelectionInfo): Request {
  checkFilterSize(args.where);
  const order = orderOf(args.sort?.length ? args.sort : list.defaultSort, list.sortKeys, list.id);
  const rows = list.rows(args);
  const window = windowOf(args, list.name, order);
  const selection = selectionOf(info);
  const columns = selectedColumns(list, selection);
  return {
    rows,
    order,
    window,
    query: ({ parentIds, isCounted = false }) =>
      pageQuery({ rows, columns, terms: order.terms, window, selection, isCounted }, parentIds),
    // The best plan depends on what is searched for, and there is no end to what can be asked for.
    readOptions: { isPlannedOnce: !args.where && !args.search && (args.sort?.length ?? 0) <= 1 },
  };
}

const knownColumns = new WeakMap<ListSelection, Map<object, Sql>>();

/** The same for all requests with the same document. */
function selectedColumns({ alias, columns, needed }: Omit<List<never>, "rows">, selection: ListSelection): Sql {
  const known = knownColumns.get(selection) ?? new Map<object, Sql>();
  knownColumns.set(selection, known);
  const list = known.get(columns) ?? selectList(alias, columns, [...needed, ...selection.fields]);
  known.set(columns, list);
  return list;
}
