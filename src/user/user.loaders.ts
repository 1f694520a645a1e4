import DataLoader from "dataloader";
import type { PrismaClient, StaffUser as UserRow } from "../database/generated/client.js";
import { oneByKey } from "../loaders/align-keys.js";
import { storableOnly } from "../node/ids.js";

/** What reads members of staff in batches. */
export function createUserLoaders(db: PrismaClient) {
  return {
    /** Live users by id; null for any other id. */
    userById: new DataLoader<string, UserRow | null>(async (ids) => {
      const rows = await db.staffUser.findMany({ where: { id: { in: storableOnly(ids) }, deletedAt: null } });
      return oneByKey(ids, rows, ({ id }) => id);
    }),
  };
}
