import { LRUCache } from "lru-cache";
import type { Reader } from "../../database/fast-reads/reader.js";
import { selectList } from "../../database/sql/columns.js";
import type { Sql } from "../../database/sql/sql.js";
import { Placeholder, type Statement, statementTemplate } from "../../database/sql/statement.js";
import { checkFilter } from "../filters/filter-values.js";
import { allRanges } from "./keyset.js";
import type { List, ListArgs } from "./list-definition.js";
import { type Order, orderOf } from "./order.js";
import { countQuery, type PageRow, type PageWindow, pageQuery, type Rows } from "./page-query.js";
import { type ListSelection, type SelectionInfo, selectionOf } from "./selection.js";
import { type Window, windowOf } from "./window.js";

/** Each a list, a selection and arguments, with the texts of its pages: a few of some thousand characters, mostly. */
const maxKept = 300;

/** What a page is read with, each time anew. */
interface PageValues {
  readonly window: Window;
  readonly parentIds?: readonly string[] | undefined;
}

/** What a page is read under, and with. */
interface PageOptions {
  readonly parentIds?: readonly string[];
  /** Whether the rows tell how many the whole list has. */
  readonly isCounted?: boolean;
}

/** How many rows a list has. */
interface CountRow {
  /** Whose list it is, where it lies under parents. */
  readonly parentId?: string;
  readonly count: number;
}

/** What a client asks of a list, ready to be read. */
interface PageRequest {
  readonly statements: PageStatements;
  readonly window: Window;
}

/** What the statements of a list are made of. */
interface ListParts {
  readonly columns: Sql;
  readonly rows: Rows;
  readonly order: Order;
  readonly selection: ListSelection;
  /** Whether the database may keep their plans. */
  readonly keepPrepared: boolean;
}

/** How the pages are read that are asked for by the same arguments but for their cursors and offsets. */
export class PageStatements {
  readonly order: Order;
  readonly selection: ListSelection;
  /** Whether the whole list is one range of the order's index. */
  readonly isOneRange: boolean;
  readonly #parts: ListParts;
  /** By the shape of their window. */
  readonly #pages = new Map<string, (values: PageValues) => Statement>();

  constructor(parts: ListParts) {
    this.order = parts.order;
    this.selection = parts.selection;
    this.isOneRange = allRanges(parts.order.terms).length === 1;
    this.#parts = parts;
  }

  /** Reads a page, or the page under each of many parents. */
  read(reader: Reader, window: Window, { parentIds, isCounted = false }: PageOptions = {}): Promise<PageRow[]> {
    const shape = `${shapeOf(window)} ${parentIds !== undefined} ${isCounted}`;
    let page = this.#pages.get(shape);
    if (page === undefined) {
      page = this.#prepare(window, { isUnderParents: parentIds !== undefined, isCounted });
      this.#pages.set(shape, page);
    }
    // How much is read of each of several ranges depends on the offset.
    const keepPrepared = this.#parts.keepPrepared && (window.offset === 0 || this.isOneRange);
    return reader.read<PageRow>(page({ window, parentIds }), { keepPrepared });
  }

  /** Counts the rows of all pages, or those under each of many parents. */
  count(reader: Reader, parentIds?: readonly string[]): Promise<CountRow[]> {
    return reader.read<CountRow>(countQuery(this.#parts.rows, parentIds));
  }

  #prepare(
    window: Window,
    { isUnderParents, isCounted }: { readonly isUnderParents: boolean; readonly isCounted: boolean },
  ): (values: PageValues) => Statement {
    const { columns, rows, order, selection } = this.#parts;
    const parentIds = isUnderParents ? new Placeholder<PageValues>((values) => values.parentIds) : undefined;
    return statementTemplate(
      pageQuery({ rows, columns, terms: order.terms, window: withSlots(window), selection, isCounted }, parentIds),
    );
  }
}

const kept = new LRUCache<string, PageStatements>({ max: maxKept });
const numbers = new WeakMap<object, number>();
let lastNumber = 0;

/**
 * What the arguments of a list ask for.
 * @throws BAD_USER_INPUT for arguments that are out of range or contradict each other.
 */
export function pageRequest<Args extends ListArgs>(list: List<Args>, args: Args, info: SelectionInfo): PageRequest {
  checkFilter(args.where, info);
  const selection = selectionOf(info);
  const keepPrepared = isWorthPreparing(args);
  const key = keepPrepared && !list.dependsOnTime ? keyOf(list, args, selection) : undefined;
  const known = key === undefined ? undefined : kept.get(key);
  const id = { expression: list.id, type: list.idType ?? "text", nullable: false } as const;
  const order = known?.order ?? orderOf(sortOf(list, args), list.sortKeys, id);
  const window = windowOf(args, list.name, order);
  if (known !== undefined) return { statements: known, window };
  const columns = selectList(list.alias, list.columns, [...list.needed, ...selection.fields]);
  const rows = list.rows(args);
  const statements = new PageStatements({ columns, rows, order, selection, keepPrepared });
  if (key !== undefined) kept.set(key, statements);
  return { statements, window };
}

function sortOf<Args extends ListArgs>({ defaultSort }: List<Args>, { sort, direction }: Args) {
  if (sort?.length) return sort;
  return direction === undefined ? defaultSort : [{ field: "ID", direction }];
}

/**
 * Whether requests for the same are likely to come again, and are best read by the same plan: neither is so for filters and
 * searches, and there is no end to orders by several keys.
 */
function isWorthPreparing({ where, search, sort }: ListArgs): boolean {
  return !where && !search && (sort?.length ?? 0) <= 1;
}

/** The same for what is read by the same statements. */
function keyOf(
  list: object,
  { after: _after, before: _before, offset: _offset, ...args }: ListArgs,
  { signature }: ListSelection,
) {
  return `${numberOf(list)} ${signature} ${JSON.stringify(args)}`;
}

function numberOf(list: object): number {
  const number = numbers.get(list) ?? ++lastNumber;
  numbers.set(list, number);
  return number;
}

/** The same for windows that differ by values alone. */
function shapeOf({ backward, offset, after, before }: Window): string {
  const nulls = (position: Window["after"]) => position?.map((value) => (value === null ? "-" : "+")).join("");
  return `${backward} ${offset > 0} ${nulls(after)} ${nulls(before)}`;
}

function withSlots({ backward, size, offset, after, before }: Window): PageWindow {
  const placeholders = (position: Window["after"], of: (window: Window) => Window["after"]) =>
    position?.map((value, index) =>
      value === null ? null : new Placeholder<PageValues>(({ window }) => of(window)?.[index]),
    ) ?? null;
  return {
    backward,
    size,
    offset: offset === 0 ? 0 : new Placeholder<PageValues>(({ window }) => window.offset),
    after: placeholders(after, (window) => window.after),
    before: placeholders(before, (window) => window.before),
  };
}
