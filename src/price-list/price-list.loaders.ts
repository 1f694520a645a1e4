import DataLoader from "dataloader";
import type { CustomerGroupListArgs } from "../customer-group/customer-group.args.js";
import type { CustomerGroup as CustomerGroupRow, PrismaClient } from "../database/generated/client.js";
import { oneByKey } from "../loaders/align-keys.js";
import { storableOnly } from "../node/ids.js";
import { nestedList } from "../pagination/list.js";
import type { CustomerPriceListsArgs, PriceListListArgs } from "./price-list.args.js";
import { groupsOfPriceList, priceListsOfCustomer, priceListsOfGroup } from "./price-list.list.js";
import type { PriceListPrice, PriceListRow } from "./price-list.type.js";

/** What reads price lists in batches. */
export function createPriceListLoaders(db: PrismaClient) {
  return {
    /** Live price lists by id; null for any other id. */
    priceListById: new DataLoader<string, PriceListRow | null>(async (ids) => {
      const where = { id: { in: storableOnly(ids) }, deletedAt: null };
      const rows = await db.priceList.findMany({ where, omit: { prices: true } });
      return oneByKey(ids, rows, ({ id }) => id);
    }),
    /** The prices by the id of their price list. */
    pricesOfPriceList: new DataLoader<string, PriceListPrice[]>(async (ids) => {
      const rows = await db.$queryRaw<{ id: string; prices: PriceListPrice[] }[]>`
        SELECT id, prices FROM price_list WHERE id = ANY (${ids}::text[])`;
      return oneByKey(ids, rows, ({ id }) => id).map((row) => row?.prices ?? []);
    }),
    priceListsOfCustomer: nestedList<CustomerPriceListsArgs, PriceListRow>(db, priceListsOfCustomer),
    priceListsOfGroup: nestedList<PriceListListArgs, PriceListRow>(db, priceListsOfGroup),
    groupsOfPriceList: nestedList<CustomerGroupListArgs, CustomerGroupRow>(db, groupsOfPriceList),
  };
}
