import type { Reader } from "../../database/fast-reads/reader.js";
import { Prisma } from "../../database/generated/client.js";
import { idArray } from "../../database/sql/sql.js";
import { oneByKey } from "../../graphql/loaders/align-keys.js";
import { batchLoader } from "../../graphql/loaders/batch-loader.js";

/** Creates the loaders that read actors in batches. */
export function createActorLoaders(reader: Reader) {
  return {
    /** The current names of actors, by id. Null for an actor without a name or who no longer exists. */
    name: batchLoader<string, string | null>(async (ids) => {
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
