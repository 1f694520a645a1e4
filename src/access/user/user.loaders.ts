import type { Reader } from "../../database/fast-reads/reader.js";
import { Prisma, type StaffUser as UserRow } from "../../database/generated/client.js";
import { rowById } from "../../graphql/loaders/row-by-id.js";
import { userList } from "./user.list.js";

const liveUsers = rowById<UserRow>("staff_user u", userList, Prisma.sql`u.deleted_at IS NULL`);

/** Creates the loaders that read members of staff in batches. */
export function createUserLoaders(reader: Reader) {
  return {
    /** Users by id; null for an unknown id and for a deleted user. */
    byId: liveUsers(reader),
  };
}
