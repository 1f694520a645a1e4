import { encodeTime, TIME_MAX } from "ulid";
import { Prisma } from "../../database/generated/client.js";
import { type Columns, columnOf, type Sql, selectList } from "../../database/sql/sql.js";
import type { DateTimeFilter } from "../../graphql/filters/comparison.input.js";
import { dateTimeCondition, idCondition } from "../../graphql/filters/comparison.js";
import { type FilterConditions, filterCondition } from "../../graphql/filters/condition.js";
import { idPrefixes, isStorableText } from "../../graphql/node/ids.js";
import type { List } from "../../graphql/pagination/list-definition.js";
import type { ChangeFilter, ChangesArgs, HistoryArgs } from "./change.args.js";
import type { ReadableChange } from "./change.type.js";

const changeColumns: Columns<ReadableChange> = {
  id: "id",
  at: "at",
  action: "action",
  subjectType: "subject_type",
  subjectId: "subject_id",
  actorType: "actor_type",
  actorId: "actor_id",
  requestId: "request_id",
  fields: "fields",
  version: "version",
  customerId: "customer_id",
};

/** The columns of a change, selected from `change h`. */
export const readableChange = selectList("h", changeColumns);

/** The fields of a filter that are conditions on columns of the change itself. */
type OwnFilter = Omit<ChangeFilter, "customerId" | "customerGroupId">;

type MaybeId = string | null | undefined;

const fieldConditions: FilterConditions<OwnFilter> = {
  action: (action) => Prisma.sql`h.action = ${action}`,
  subjectType: (subjectType) => Prisma.sql`h.subject_type = ${subjectType}`,
  subjectId: (eq) => idCondition(columnOf("h", "subject_id"), { eq }),
  actorId: (eq) => idCondition(columnOf("h", "actor_id"), { eq }),
  at: (condition) => Prisma.sql`${dateTimeCondition(columnOf("h", "at"), condition)}${idRange(condition)}`,
};

/** An id begins with the time, so a period is a range of ids. The index on ids finds it; `at` has no index. */
function idRange({ eq, lt, lte, gt, gte }: DateTimeFilter): Sql {
  const from = [eq, gt, gte].map((date) =>
    date ? Prisma.sql` AND h.id >= ${firstIdAt(date.getTime())}` : Prisma.empty,
  );
  const to = [eq, lt, lte].map((date) =>
    date ? Prisma.sql` AND h.id < ${firstIdAt(date.getTime() + 1)}` : Prisma.empty,
  );
  return Prisma.join([...from, ...to], "");
}

/** The prefix of the ids of all changes at a time. */
function firstIdAt(time: number): string {
  return `${idPrefixes.Change}_${encodeTime(Math.min(Math.max(time, 0), TIME_MAX))}`;
}

const lists = {
  name: "Change",
  alias: "h",
  columns: changeColumns,
  alwaysSelected: ["id", "actorType", "actorId", "subjectId"],
  id: columnOf("h", "id"),
  sortKeys: {},
};

/** All changes, in their order. */
export const changeList: List<ChangesArgs> = {
  ...lists,
  rows: ({ where }) => {
    const { customerId, customerGroupId, ...filter } = where ?? {};
    const parts = partsOf(customerId, customerGroupId);
    return {
      from: Prisma.sql`change h`,
      condition: filterCondition<OwnFilter>(filter, fieldConditions, { name: "change", alias: "h" }).sql(true),
      ...(parts && { parts }),
    };
  },
};

/** The parts of the history of a customer, or of a group, or of what both have in common: a membership. */
function partsOf(customerId: MaybeId, customerGroupId: MaybeId): readonly Sql[] | undefined {
  const ofCustomer = partsWithId(customerId, partsOfCustomer);
  const ofGroup = partsWithId(customerGroupId, partsOfGroup);
  if (ofCustomer === undefined || ofGroup === undefined) return ofCustomer ?? ofGroup;
  return ofCustomer.flatMap((one) => ofGroup.map((other) => Prisma.sql`${one} AND ${other}`));
}

function partsWithId(id: MaybeId, parts: (id: Sql) => readonly Sql[]): readonly Sql[] | undefined {
  if (id === null || id === undefined) return undefined;
  return isStorableText(id) ? parts(Prisma.sql`${id}`) : [Prisma.sql`false`];
}

/** The changes of a customer and its memberships, and those of its addresses, including deleted addresses. */
function partsOfCustomer(id: Sql): readonly Sql[] {
  return [Prisma.sql`h.subject_id = ${id} AND h.subject_type = 'CUSTOMER'`, Prisma.sql`h.customer_id = ${id}`];
}

/** The changes of a customer group, and those of its memberships. */
function partsOfGroup(id: Sql): readonly Sql[] {
  return [
    Prisma.sql`h.subject_id = ${id} AND h.subject_type = 'CUSTOMER_GROUP'`,
    // Letter for letter as in the index change_group_id_id_idx.
    Prisma.sql`h.action IN ('MEMBER_ADDED', 'MEMBER_REMOVED')
        AND coalesce(h.fields -> 0 ->> 'after', h.fields -> 0 ->> 'before') = ${id}`,
  ];
}

function historyOf(parts: readonly Sql[]): List<HistoryArgs> {
  return {
    ...lists,
    keepsRowsOfDeletedParent: true,
    rows: () => ({ from: Prisma.sql`change h`, condition: Prisma.sql`true`, parts }),
  };
}

const parentId = columnOf("parent", "id");

/** All changes of a customer. */
export const changesOfCustomer = historyOf(partsOfCustomer(parentId));

/** All changes of a customer group. */
export const changesOfGroup = historyOf(partsOfGroup(parentId));
