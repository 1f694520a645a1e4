import DataLoader from "dataloader";
import { Prisma, type PrismaClient } from "../database/generated/client.js";
import { oneByKey } from "../loaders/align-keys.js";
import { storableOnly } from "../node/ids.js";
import { nestedList } from "../pagination/list.js";
import type { ChangeListArgs } from "./change.args.js";
import { changesOfSubject, readableChange } from "./change.list.js";
import type { ReadableChange } from "./change.type.js";

/** What reads history in batches. */
export function createChangeLoaders(db: PrismaClient) {
  return {
    /** Changes by id; null for an unknown id. */
    changeById: new DataLoader<string, ReadableChange | null>(async (ids) => {
      const rows = await db.$queryRaw<ReadableChange[]>`
        SELECT ${readableChange} FROM change h WHERE h.id = ANY (${storableOnly(ids)}::text[])`;
      return oneByKey(ids, rows, ({ id }) => id);
    }),
    /** The changes of customers and groups. */
    changesOfSubject: nestedList<ChangeListArgs, ReadableChange>(db, changesOfSubject),
    /** What actors are called now, by their ids; null for those without a name, or no longer there. */
    actorName: new DataLoader<string, string | null>(async (ids) => {
      const rows = await db.$queryRaw<{ id: string; name: string | null }[]>`
        SELECT id, coalesce(${fullName}, email) AS name FROM staff_user WHERE id = ANY (${ids}::text[])
        UNION ALL SELECT id, title FROM api_key WHERE id = ANY (${ids}::text[])
        UNION ALL SELECT id, coalesce(${fullName}, company_name, email) FROM customer WHERE id = ANY (${ids}::text[])`;
      return oneByKey(ids, rows, ({ id }) => id).map((row) => row?.name ?? null);
    }),
  };
}

const fullName = Prisma.sql`nullif(concat_ws(' ', first_name, last_name), '')`;
