import { type Columns, columnOf, selectList } from "../database/columns.js";
import { Prisma } from "../database/generated/client.js";
import { dateTimeCondition, idCondition } from "../filters/comparison.js";
import { filterCondition, type Meanings } from "../filters/filter.js";
import type { List } from "../pagination/list.js";
import type { ChangeFilter, ChangeListArgs, ChangesArgs } from "./change.args.js";
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

/** The columns of `change h` as changes are read. */
export const readableChange = selectList("h", changeColumns);

const meanings: Meanings<ChangeFilter> = {
  action: (action) => Prisma.sql`h.action = ${action}`,
  subjectType: (subjectType) => Prisma.sql`h.subject_type = ${subjectType}`,
  subjectId: (eq) => idCondition(columnOf("h", "subject_id"), { eq }),
  actorId: (eq) => idCondition(columnOf("h", "actor_id"), { eq }),
  at: (condition) => dateTimeCondition(columnOf("h", "at"), condition),
};

const lists = {
  name: "Change",
  alias: "h",
  columns: changeColumns,
  needed: ["id", "actorType", "actorId"],
  id: columnOf("h", "id"),
  sortKeys: {},
};

/** All changes, in their order. */
export const changeList: List<ChangesArgs> = {
  ...lists,
  rows: ({ where }) => ({ from: Prisma.sql`change h`, condition: filterCondition(where, meanings) }),
};

/** The changes of a customer, or of a customer group. */
export const changesOfSubject: List<ChangeListArgs> = {
  ...lists,
  evenOfDeleted: true,
  rows: () => ({ from: Prisma.sql`change h`, condition: Prisma.sql`h.subject_id = parent.id` }),
};
