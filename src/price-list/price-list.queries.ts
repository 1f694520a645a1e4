import { columnOf } from "../database/columns.js";
import { Prisma } from "../database/generated/client.js";
import type { Reader } from "../database/reader.js";
import { deletedCondition } from "../filters/deleted-scope.js";
import type { Connection } from "../pagination/connection.type.js";
import { rootConnection } from "../pagination/list.js";
import type { SelectionInfo } from "../pagination/selection.js";
import type { PriceListsArgs } from "./price-list.args.js";
import { priceListCondition, priceListList } from "./price-list.list.js";
import type { PriceListRow } from "./price-list.type.js";

/**
 * All price lists.
 * @throws BAD_USER_INPUT for arguments that are out of range or contradict each other.
 */
export function listPriceLists(reader: Reader, args: PriceListsArgs, info: SelectionInfo): Connection<PriceListRow> {
  const rows = () => ({
    from: Prisma.sql`price_list p`,
    condition: Prisma.sql`${deletedCondition(args.deleted, columnOf("p", "deleted_at"))} AND ${priceListCondition(args)}`,
  });
  return rootConnection(reader, { ...priceListList, rows }, args, info);
}
