import { LRUCache } from "lru-cache";
import type { Reader } from "../../database/fast-reads/reader.js";
import {
  columnOf,
  Placeholder,
  type Sql,
  type Statement,
  selectList,
  statementTemplate,
} from "../../database/sql/sql.js";
import { checkFilter } from "../filters/check-filter.js";
import type { List, ListArgs, Rows } from "./list-definition.js";
import { allRanges, type Order, orderOf } from "./order.js";
import { isFarOffset, type PageBounds, parsePageBounds } from "./page-bounds.js";
import {
  countQuery,
  fewMatchesQuery,
  maxFewMatches,
  type PageBoundsTemplate,
  type PageRow,
  pageQuery,
  sortsMatches,
} from "./page-query.js";
import { type ListSelection, type SelectionInfo, selectionOf } from "./selection.js";

/**
 * Maximum number of cached `PageStatements`, each for one list, selection and set of arguments. Most hold a few texts of some
 * thousand characters.
 */
const maxCachedStatements = 300;

/** The values of one execution of a page statement. */
interface PageValues {
  readonly bounds: PageBounds;
  readonly parentIds?: readonly string[] | undefined;
}

/** Options of reading a page. */
interface PageOptions {
  readonly parentIds?: readonly string[];
  /** True if each row contains the total count of the list. */
  readonly isCounted?: boolean;
}

/** The number of rows of a list. */
interface CountRow {
  /** The parent of a nested list. */
  readonly parentId?: string;
  readonly count: number;
}

/** The statements and bounds of a requested page. */
interface PageRequest {
  readonly statements: PageStatements;
  readonly bounds: PageBounds;
}

/** The parts of the statements of a list. */
interface ListParts {
  /** The alias of the table in `rows`. */
  readonly alias: string;
  readonly columns: Sql;
  readonly rows: Rows;
  readonly order: Order;
  readonly selection: ListSelection;
  /** False for sorts by several keys: there are too many combinations to keep their plans. */
  readonly hasFrequentSort: boolean;
  /** True if connections may keep the statements prepared: requests with the same arguments are likely and can share one plan. */
  readonly keepPrepared: boolean;
}

/** The statements of all pages whose arguments differ only in cursors and offset. */
export class PageStatements {
  readonly order: Order;
  readonly selection: ListSelection;
  /** True if the whole list is one range of the order's index. */
  readonly isOneRange: boolean;
  readonly #parts: ListParts;
  /** Statements by the shape of the page bounds. */
  readonly #pages = new Map<string, (values: PageValues) => Statement>();

  constructor(parts: ListParts) {
    this.order = parts.order;
    this.selection = parts.selection;
    this.isOneRange = allRanges(parts.order.terms).length === 1;
    this.#parts = parts;
  }

  /** Reads a page, or one page for each parent. */
  read(reader: Reader, bounds: PageBounds, { parentIds, isCounted = false }: PageOptions = {}): Promise<PageRow[]> {
    const shape = `${shapeOf(bounds)} ${parentIds !== undefined} ${isCounted}`;
    let page = this.#pages.get(shape);
    if (page === undefined) {
      page = this.#prepare(bounds, { isUnderParents: parentIds !== undefined, isCounted });
      this.#pages.set(shape, page);
    }
    // With several ranges, the number of rows read from each depends on the offset.
    const keepPrepared = this.#parts.keepPrepared && (bounds.offset === 0 || this.isOneRange);
    return reader.read<PageRow>(page({ bounds, parentIds }), { keepPrepared });
  }

  /** Reads the first page of a search. Each row contains the total count. */
  async readCounted(reader: Reader, bounds: PageBounds): Promise<PageRow[]> {
    const { fewMatches } = this.#parts.rows;
    if (fewMatches !== undefined && this.#parts.hasFrequentSort) {
      const few = await this.#readFewMatches(reader, bounds, fewMatches);
      if ((few[0]?.totalCount ?? 0) <= maxFewMatches) return few;
    }
    return this.read(reader, bounds, { isCounted: true });
  }

  #readFewMatches(reader: Reader, bounds: PageBounds, fewMatches: Sql): Promise<PageRow[]> {
    const { alias, columns, rows, order, selection } = this.#parts;
    const parts = { alias, rows, columns, terms: order.terms, bounds: toTemplate(bounds), selection, isCounted: true };
    // With many matches it takes long, and would delay others of a pipeline.
    return reader.read<PageRow>(fewMatchesQuery(parts, fewMatches), { keepPrepared: true, dedicatedConnection: true });
  }

  /** Counts the rows of the list, or of the list of each parent. */
  count(reader: Reader, parentIds?: readonly string[]): Promise<CountRow[]> {
    return reader.read<CountRow>(countQuery(this.#parts.rows, parentIds));
  }

  #prepare(
    bounds: PageBounds,
    { isUnderParents, isCounted }: { readonly isUnderParents: boolean; readonly isCounted: boolean },
  ): (values: PageValues) => Statement {
    const { alias, columns, rows, order, selection } = this.#parts;
    const parentIds = isUnderParents ? new Placeholder<PageValues>((values) => values.parentIds) : undefined;
    return statementTemplate(
      pageQuery(
        { alias, rows, columns, terms: order.terms, bounds: toTemplate(bounds), selection, isCounted },
        parentIds,
      ),
    );
  }
}

const statementsCache = new LRUCache<string, PageStatements>({ max: maxCachedStatements });
const listNumbers = new WeakMap<object, number>();
let lastListNumber = 0;

/**
 * Returns the statements and bounds for the arguments of a list. Statements are cached if requests with the same arguments
 * are likely.
 * @throws BAD_USER_INPUT for arguments that are out of range or contradict each other.
 */
export function pageRequest<Args extends ListArgs>(list: List<Args>, args: Args, info: SelectionInfo): PageRequest {
  checkFilter(args.where, info);
  const selection = selectionOf(info);
  const hasFrequentSort = (args.sort?.length ?? 0) <= 1;
  const keepPrepared = hasFrequentSort && !args.where && !args.search;
  const key = keepPrepared && !list.dependsOnTime ? cacheKey(list, args, selection) : undefined;
  const cached = key === undefined ? undefined : statementsCache.get(key);
  if (cached !== undefined) return { statements: cached, bounds: parsePageBounds(args, list.name, cached.order) };
  const { alias } = list;
  const rows = list.rows(args);
  const id = {
    expression: sortsMatches(rows) ? columnOf(alias, "id") : list.id,
    type: list.idType ?? "text",
    nullable: false,
  } as const;
  const order = orderOf(sortOf(list, args), list.sortKeys, id);
  const bounds = parsePageBounds(args, list.name, order);
  const columns = selectList(alias, list.columns, [...list.alwaysSelected, ...selection.fields]);
  const statements = new PageStatements({ alias, columns, rows, order, selection, keepPrepared, hasFrequentSort });
  if (key !== undefined) statementsCache.set(key, statements);
  return { statements, bounds };
}

function sortOf<Args extends ListArgs>({ defaultSort }: List<Args>, { sort, direction }: Args) {
  if (sort?.length) return sort;
  return direction === undefined ? defaultSort : [{ field: "ID", direction }];
}

/** Returns the same key for requests that use the same statements. */
function cacheKey(
  list: object,
  { after: _after, before: _before, offset: _offset, ...args }: ListArgs,
  { signature }: ListSelection,
) {
  return `${listNumber(list)} ${signature} ${JSON.stringify(args)}`;
}

function listNumber(list: object): number {
  const number = listNumbers.get(list) ?? ++lastListNumber;
  listNumbers.set(list, number);
  return number;
}

/** Returns the same text for bounds that differ only in values. */
function shapeOf({ backward, offset, after, before }: PageBounds): string {
  const nulls = (position: PageBounds["after"]) => position?.map((value) => (value === null ? "-" : "+")).join("");
  return `${backward} ${offset > 0} ${isFarOffset(offset)} ${nulls(after)} ${nulls(before)}`;
}

function toTemplate({ backward, size, offset, after, before }: PageBounds): PageBoundsTemplate {
  const placeholders = (position: PageBounds["after"], of: (bounds: PageBounds) => PageBounds["after"]) =>
    position?.map((value, index) =>
      value === null ? null : new Placeholder<PageValues>(({ bounds }) => of(bounds)?.[index]),
    ) ?? null;
  return {
    backward,
    size,
    offset: offset === 0 ? 0 : new Placeholder<PageValues>(({ bounds }) => bounds.offset),
    isFar: isFarOffset(offset),
    after: placeholders(after, (bounds) => bounds.after),
    before: placeholders(before, (bounds) => bounds.before),
  };
}
