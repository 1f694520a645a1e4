import type { PriceList as FullPriceListRow } from "../../database/generated/client.js";
import { selectList } from "../../database/sql/columns.js";
import type { Tx } from "../../database/transactions/transaction.js";
import { checkId } from "../../graphql/errors/check-row.js";
import type { UserErrorCollector } from "../../graphql/errors/user-error-collector.js";
import { priceListColumns } from "./price-list.list.js";

/**
 * Reads a price list and locks the row until the transaction ends. Null if it does not exist, or is deleted and
 * `includeDeleted` is not set; the user errors then contain NOT_FOUND or INVALID_ID.
 */
export async function lockPriceList(
  tx: Tx,
  id: string,
  userErrors: UserErrorCollector,
  { includeDeleted = false } = {},
): Promise<FullPriceListRow | null> {
  if (!checkId("PriceList", id, ["id"], userErrors)) return null;
  const [row] = await tx.$queryRaw<FullPriceListRow[]>`
    SELECT ${selectList("p", { ...priceListColumns, prices: "prices" })} FROM price_list p WHERE p.id = ${id} FOR NO KEY UPDATE`;
  if (row !== undefined && (includeDeleted || row.deletedAt === null)) return row;
  userErrors.addNotFound(["id"], [id], "PriceList");
  return null;
}
