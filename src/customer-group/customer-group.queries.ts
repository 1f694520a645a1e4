import { columnOf } from "../database/columns.js";
import { type CustomerGroup as CustomerGroupRow, Prisma } from "../database/generated/client.js";
import type { Reader } from "../database/reader.js";
import { deletedCondition } from "../filters/deleted-scope.js";
import type { Connection } from "../pagination/connection.type.js";
import { rootConnection } from "../pagination/list.js";
import type { SelectionInfo } from "../pagination/selection.js";
import type { CustomerGroupsArgs } from "./customer-group.args.js";
import { customerGroupCondition, customerGroupList } from "./customer-group.list.js";

/**
 * All customer groups.
 * @throws BAD_USER_INPUT for arguments that are out of range or contradict each other.
 */
export function listGroups(
  reader: Reader,
  args: CustomerGroupsArgs,
  info: SelectionInfo,
): Connection<CustomerGroupRow> {
  const rows = () => ({
    from: Prisma.sql`customer_group g`,
    condition: Prisma.sql`${deletedCondition(args.deleted, columnOf("g", "deleted_at"))} AND ${customerGroupCondition(args)}`,
  });
  return rootConnection(reader, { ...customerGroupList, rows }, args, info);
}
