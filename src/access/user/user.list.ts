import { Prisma, type StaffUser as UserRow } from "../../database/generated/client.js";
import { type Columns, columnOf } from "../../database/sql/sql.js";
import type { List } from "../../graphql/pagination/list-definition.js";
import { searchCondition } from "../../graphql/search/search.js";
import type { UsersArgs } from "./user.args.js";

export const userColumns: Columns<UserRow> = {
  id: "id",
  email: "email",
  firstName: "first_name",
  lastName: "last_name",
  scopes: "scopes",
  externalSubject: "external_subject",
  providedScopes: "provided_scopes",
  emailIsProven: "email_is_proven",
  passwordVersion: "password_version",
  createdAt: "created_at",
  updatedAt: "updated_at",
  deletedAt: "deleted_at",
};

/** The members of staff who are not deleted, in creation order. */
export const userList: List<UsersArgs> = {
  name: "User",
  alias: "u",
  columns: userColumns,
  alwaysSelected: ["id"],
  id: columnOf("u", "id"),
  sortKeys: {},
  rows: ({ search }) => ({
    from: Prisma.sql`staff_user u`,
    condition: Prisma.sql`u.deleted_at IS NULL AND ${searchCondition(search, { column: columnOf("u", "search_text") })}`,
  }),
};
