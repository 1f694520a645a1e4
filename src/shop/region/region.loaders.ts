import type { Reader } from "../../database/fast-reads/reader.js";
import { Prisma, type Region as RegionRow } from "../../database/generated/client.js";
import { idArray, placeholders, selectList, statementTemplate } from "../../database/sql/sql.js";
import type { WithTimestamps } from "../../database/sql/timestamp.js";
import { oneByKey } from "../../graphql/loaders/align-keys.js";
import { batchLoader } from "../../graphql/loaders/batch-loader.js";
import { rowById } from "../../graphql/loaders/row-by-id.js";
import { allRegions, regionColumns } from "./region.list.js";

type Region = WithTimestamps<RegionRow>;

const liveRegions = rowById<RegionRow>("region r", allRegions, Prisma.sql`r.deleted_at IS NULL`);

const value = placeholders<{ readonly countryCodes: readonly string[] }>();

const selectByCountry = statementTemplate<{ readonly countryCodes: readonly string[] }>(
  Prisma.sql`SELECT c.country_code AS "ofCountry", ${selectList("r", regionColumns)}
    FROM region_country c JOIN region r ON r.id = c.region_id
    WHERE c.country_code = ANY (${idArray(value("countryCodes"))})`,
);

/** Creates the loaders that read regions in batches. */
export function createRegionLoaders(reader: Reader) {
  return {
    /** Regions by id; null for an unknown id and for a deleted region. */
    byId: liveRegions(reader),
    /** Regions by the alpha-2 code of a country, in lower case; null for a country without a region. */
    ofCountry: batchLoader<string, Region | null>(async (countryCodes) => {
      const statement = selectByCountry({ countryCodes });
      const rows = await reader.read<Region & { ofCountry: string }>(statement, { keepPrepared: true });
      return oneByKey(countryCodes, rows, ({ ofCountry }) => ofCountry);
    }),
  };
}
