import type { Caller } from "../../access/auth/caller.js";
import type { Reader } from "../../database/fast-reads/reader.js";
import { type CustomerGroup as CustomerGroupRow, Prisma } from "../../database/generated/client.js";
import { rowById } from "../../graphql/loaders/row-by-id.js";
import { nestedList } from "../../graphql/pagination/list.js";
import type { CustomerGroupListArgs } from "../customer-group/customer-group.args.js";
import type { PriceListPricesArgs } from "./price.args.js";
import { pricesOfPriceList } from "./price.list.js";
import type { PriceRow } from "./price.type.js";
import type { CustomerPriceListsArgs, PriceListListArgs } from "./price-list.args.js";
import {
  groupsOfPriceList,
  priceListList,
  priceListsOfCustomer,
  priceListsOfGroup,
  searchableBy,
} from "./price-list.list.js";
import type { PriceListRow } from "./price-list.type.js";

const livePriceLists = rowById<PriceListRow>("price_list p", priceListList, Prisma.sql`p.deleted_at IS NULL`);

/** Creates the loaders that read price lists in batches. */
export function createPriceListLoaders(reader: Reader, caller: Caller | null) {
  return {
    /** Price lists by id; null for an unknown id and for a deleted price list. */
    byId: livePriceLists(reader),
    prices: nestedList<PriceListPricesArgs, PriceRow>(reader, pricesOfPriceList),
    ofCustomer: nestedList<CustomerPriceListsArgs, PriceListRow>(reader, priceListsOfCustomer),
    ofGroup: nestedList<PriceListListArgs, PriceListRow>(reader, searchableBy(caller, priceListsOfGroup)),
    groups: nestedList<CustomerGroupListArgs, CustomerGroupRow>(reader, groupsOfPriceList),
  };
}
