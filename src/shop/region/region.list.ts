import { Prisma, type Region as RegionRow } from "../../database/generated/client.js";
import { type Columns, columnOf } from "../../database/sql/sql.js";
import type { PageArgs } from "../../graphql/pagination/connection.args.js";
import type { List } from "../../graphql/pagination/list-definition.js";

export const regionColumns: Columns<RegionRow> = {
  id: "id",
  name: "name",
  currencyCode: "currency_code",
  countryCodes: "country_codes",
  metadata: "metadata",
  version: "version",
  createdAt: "created_at",
  updatedAt: "updated_at",
  deletedAt: "deleted_at",
};

/** All regions that are not deleted, in creation order. */
export const allRegions: List<PageArgs> = {
  name: "Region",
  alias: "r",
  columns: regionColumns,
  alwaysSelected: ["id", "countryCodes"],
  id: columnOf("r", "id"),
  sortKeys: {},
  rows: () => ({ from: Prisma.sql`region r`, condition: Prisma.sql`r.deleted_at IS NULL` }),
};
