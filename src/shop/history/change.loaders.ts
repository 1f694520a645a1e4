import type { Reader } from "../../database/fast-reads/reader.js";
import { Prisma } from "../../database/generated/client.js";
import { idArray } from "../../database/sql/columns.js";
import { oneByKey } from "../../graphql/loaders/align-keys.js";
import { batchLoader } from "../../graphql/loaders/batch-loader.js";
import { rowById } from "../../graphql/loaders/row-by-id.js";
import { nestedList } from "../../graphql/pagination/list.js";
import type { HistoryArgs } from "./change.args.js";
import { changeList, changesOfCustomer, changesOfGroup } from "./change.list.js";
import type { ReadableChange } from "./change.type.js";

const changesById = rowById<ReadableChange>("change h", changeList);

/** Creates the loaders that read history in batches. */
export function createChangeLoaders(reader: Reader) {
  return {
    /** Changes by id; null for an unknown id. */
    byId: changesById(reader),
    /** The histories of customers. */
    ofCustomer: nestedList<HistoryArgs, ReadableChange>(reader, changesOfCustomer),
    /** The histories of customer groups. */
    ofGroup: nestedList<HistoryArgs, ReadableChange>(reader, changesOfGroup),
    /** The current names of actors, by id. Null for an actor without a name or who no longer exists. */
    actorName: batchLoader<string, string | null>(async (ids) => {
      const rows = await reader.read<{ id: string; name: string | null }>(
        Prisma.sql`SELECT id, coalesce(${fullName}, email) AS name FROM staff_user WHERE id = ANY (${idArray(ids)})
        UNION ALL SELECT id, title FROM api_key WHERE id = ANY (${idArray(ids)})
        UNION ALL SELECT id, coalesce(${fullName}, company_name, email) FROM customer WHERE id = ANY (${idArray(ids)})`,
        { keepPrepared: true },
      );
      return oneByKey(ids, rows, ({ id }) => id).map((row) => row?.name ?? null);
    }),
  };
}

const fullName = Prisma.sql`nullif(concat_ws(' ', first_name, last_name), '')`;
