import type { FieldNode } from "graphql";
import type { Reader } from "../../database/fast-reads/reader.js";
import type { Timestamp, WithTimestamps } from "../../database/sql/timestamp.js";
import { manyByKey, oneByKey } from "../loaders/align-keys.js";
import { type Batched, batched } from "../loaders/batched.js";
import type { Connection } from "./connection.type.js";
import { emptyPage, ListConnection, type Page, toPage } from "./list-connection.js";
import type { List, ListArgs } from "./list-definition.js";
import type { Order } from "./order.js";
import type { PageRow } from "./page-query.js";
import { type PageStatements, pageRequest } from "./page-statements.js";
import { type SelectionInfo, selectionOf } from "./selection.js";
import type { Window } from "./window.js";

/**
 * A list of its own, such as `customers`.
 * @throws BAD_USER_INPUT for arguments that are out of range or contradict each other.
 */
export function rootConnection<Args extends ListArgs, Row>(
  reader: Reader,
  list: List<Args>,
  args: Args,
  info: SelectionInfo,
): Connection<WithTimestamps<Row>> {
  const { statements, window } = pageRequest(list, args, info);
  const isCounted = isSearchCounted(args, statements, window);
  let found: Promise<PageRow[]> | undefined;
  const load = () => {
    found ??= statements.read(reader, window, { isCounted });
    return found;
  };
  return new ListConnection<WithTimestamps<Row>>(
    list.name,
    statements.order,
    async () => toPage(await load(), window),
    async () => {
      // A first page without rows is that of an empty list.
      if (isCounted) return (await load())[0]?.totalCount ?? 0;
      const [row] = await statements.count(reader);
      return row?.count ?? 0;
    },
  );
}

/**
 * Whether the first page is read together with how many rows there are: to find what is searched for takes longer than
 * anything else, and it is found once then.
 */
function isSearchCounted({ search }: ListArgs, { selection, isOneRange }: PageStatements, window: Window): boolean {
  if (!search?.trim() || !selection.totalCount) return false;
  const isFirstPage = window.offset === 0 && window.after === null && window.before === null;
  return isFirstPage && isOneRange;
}

/** What has a list under it. */
interface Parent {
  readonly id: string;
  readonly deletedAt: Timestamp | null;
}

/** The lists under many parents, such as `Customer.addresses`: one statement per arguments, however many parents. */
export interface NestedList<Args, Row> {
  /** @throws BAD_USER_INPUT for arguments that are out of range or contradict each other. */
  under(parent: Parent, args: Args, info: SelectionInfo): Connection<WithTimestamps<Row>>;
}

/** Batches a list under its parents for the time of one request. */
export function nestedList<Args extends ListArgs, Row>(reader: Reader, list: List<Args>): NestedList<Args, Row> {
  // The arguments of one field of a document are the same under all parents.
  const batches = new Map<FieldNode | string, Batch>();

  function createBatch(args: Args, info: SelectionInfo): Batch {
    const { statements, window } = pageRequest(list, args, info);
    return {
      order: statements.order,
      pages: batched<string, Page>(async (parentIds) => {
        const found = await statements.read(reader, window, { parentIds });
        return manyByKey(parentIds, found, ({ parentId }) => parentId).map((rows) => toPage(rows, window));
      }),
      counts: batched<string, number>(async (parentIds) => {
        const found = await statements.count(reader, parentIds);
        return oneByKey(parentIds, found, ({ parentId }) => parentId).map((row) => row?.count ?? 0);
      }),
    };
  }

  return {
    under({ id, deletedAt }, args, info) {
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
  return JSON.stringify([args, selectionOf(info).signature]);
}
