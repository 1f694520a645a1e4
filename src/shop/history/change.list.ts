import { encodeTime, TIME_MAX } from "ulid";
import { Prisma } from "../../database/generated/client.js";
import { type Columns, columnOf, selectList } from "../../database/sql/columns.js";
import type { Sql } from "../../database/sql/sql.js";
import type { DateTimeFilter } from "../../graphql/filters/comparison.input.js";
import { dateTimeCondition, idCondition } from "../../graphql/filters/comparison.js";
import { type FilterConditions, filterCondition } from "../../graphql/filters/filter.js";
import { idPrefixes } from "../../graphql/node/ids.js";
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
};

/** The columns of a change, selected from `change h`. */
export const readableChange = selectList("h", changeColumns);

const fieldConditions: FilterConditions<ChangeFilter> = {
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
  alwaysSelected: ["id", "actorType", "actorId"],
  id: columnOf("h", "id"),
  sortKeys: {},
};

/** All changes, in their order. */
export const changeList: List<ChangesArgs> = {
  ...lists,
  rows: ({ where }) => ({
    from: Prisma.sql`change h`,
    condition: filterCondition(where, fieldConditions, { name: "change", alias: "h" }).sql(true),
  }),
};

/** The changes whose subject is the customer or the group itself. */
const ownChanges = Prisma.sql`h.subject_id = parent.id`;

/** The changes of one part of the condition or another. */
function historyOf(...parts: readonly Sql[]): List<HistoryArgs> {
  return {
    ...lists,
    keepsRowsOfDeletedParent: true,
    rows: () => ({ from: Prisma.sql`change h`, condition: Prisma.sql`true`, parts }),
  };
}

/** All changes of a customer: of itself, its memberships, and its addresses, including deleted addresses. */
export const changesOfCustomer = historyOf(
  ownChanges,
  Prisma.sql`h.subject_id = ANY (ARRAY(SELECT a.id FROM customer_address a WHERE a.customer_id = parent.id))`,
);

/** The changes of a customer group and of its memberships. */
export const changesOfGroup = historyOf(
  ownChanges,
  // Letter for letter as in the index change_group_id_id_idx.
  Prisma.sql`h.action IN ('MEMBER_ADDED', 'MEMBER_REMOVED')
        AND coalesce(h.fields -> 0 ->> 'after', h.fields -> 0 ->> 'before') = parent.id`,
);
