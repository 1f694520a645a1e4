import type { Region as RegionRow } from "../../database/generated/client.js";
import type { Tx } from "../../database/transactions/transaction.js";
import { lockNode, type NodeTable } from "../../graphql/errors/lock-node.js";
import type { UserErrorCollector } from "../../graphql/errors/user-error-collector.js";
import { regionColumns } from "./region.list.js";

const regions: NodeTable<RegionRow> = { kind: "Region", name: "region", columns: regionColumns };

/**
 * Reads a region and locks the row until the transaction ends. Null if it does not exist, or is deleted and
 * `includeDeleted` is not set; the user errors then contain NOT_FOUND or INVALID_ID.
 */
export async function lockRegion(
  tx: Tx,
  id: string,
  userErrors: UserErrorCollector,
  options?: { includeDeleted?: boolean },
): Promise<RegionRow | null> {
  return lockNode(tx, regions, id, ["id"], userErrors, options);
}
