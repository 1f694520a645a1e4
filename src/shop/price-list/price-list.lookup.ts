import type { PriceList as FullPriceListRow } from "../../database/generated/client.js";
import type { Tx } from "../../database/transactions/transaction.js";
import { lockNode, type NodeTable } from "../../graphql/errors/lock-node.js";
import type { UserErrorCollector } from "../../graphql/errors/user-error-collector.js";
import { priceListColumns } from "./price-list.list.js";

const priceLists: NodeTable<FullPriceListRow> = {
  kind: "PriceList",
  name: "price_list",
  columns: { ...priceListColumns, prices: "prices" },
};

/**
 * Reads a price list and locks the row until the transaction ends. Null if it does not exist, or is deleted and
 * `includeDeleted` is not set; the user errors then contain NOT_FOUND or INVALID_ID.
 */
export async function lockPriceList(
  tx: Tx,
  id: string,
  userErrors: UserErrorCollector,
  options?: { includeDeleted?: boolean },
): Promise<FullPriceListRow | null> {
  return lockNode(tx, priceLists, id, ["id"], userErrors, options);
}
