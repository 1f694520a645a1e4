import type { CustomerGroupListArgs } from "../customer-group/customer-group.args.js";
import { idArray } from "../database/columns.js";
import { type CustomerGroup as CustomerGroupRow, Prisma } from "../database/generated/client.js";
import type { Reader } from "../database/reader.js";
import { oneByKey } from "../loaders/align-keys.js";
import { batched } from "../loaders/batched.js";
import { rowById } from "../loaders/row-by-id.js";
import { nestedList } from "../pagination/list.js";
import type { CustomerPriceListsArgs, PriceListListArgs } from "./price-list.args.js";
import { groupsOfPriceList, priceListList, priceListsOfCustomer, priceListsOfGroup } from "./price-list.list.js";
import type { PriceListPrice, PriceListRow } from "./price-list.type.js";

const livePriceLists = rowById<PriceListRow>("price_list p", priceListList, Prisma.sql`p.deleted_at IS NULL`);

/** What reads price lists in batches. */
export function createPriceListLoaders(reader: Reader) {
  return {
    /** Live price lists by id; null for any other id. */
    byId: livePriceLists(reader),
    /** The prices by the id of their price list. */
    prices: batched<string, PriceListPrice[]>(async (ids) => {
      const rows = await reader.read<{ id: string; prices: PriceListPrice[] }>(
        Prisma.sql`SELECT id, prices FROM price_list WHERE id = ANY (${idArray(ids)})`,
        { isPlannedOnce: true },
      );
      return oneByKey(ids, rows, ({ id }) => id).map((row) => row?.prices ?? []);
    }),
    ofCustomer: nestedList<CustomerPriceListsArgs, PriceListRow>(reader, priceListsOfCustomer),
    ofGroup: nestedList<PriceListListArgs, PriceListRow>(reader, priceListsOfGroup),
    groups: nestedList<CustomerGroupListArgs, CustomerGroupRow>(reader, groupsOfPriceList),
  };
}
