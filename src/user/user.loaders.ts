import { Prisma, type StaffUser as UserRow } from "../database/generated/client.js";
import type { Reader } from "../database/reader.js";
import { rowById, selectById } from "../loaders/row-by-id.js";
import { userList } from "./user.list.js";

const selectUsers = selectById("staff_user u", userList);

/** What reads members of staff in batches. */
export function createUserLoaders(reader: Reader) {
  return {
    /** Live users by id; null for any other id. */
    userById: rowById<UserRow>(reader, selectUsers, Prisma.sql`u.deleted_at IS NULL`),
  };
}
