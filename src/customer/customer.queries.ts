import { columnOf } from "../database/columns.js";
import { type Customer as CustomerRow, Prisma, type PrismaClient } from "../database/generated/client.js";
import type { Reader } from "../database/reader.js";
import { deletedCondition } from "../filters/deleted-scope.js";
import { normalEmail } from "../input/normal-text.js";
import { isStorableText } from "../node/ids.js";
import type { Connection } from "../pagination/connection.type.js";
import { rootConnection } from "../pagination/list.js";
import type { SelectionInfo } from "../pagination/selection.js";
import type { CustomerByEmailArgs, CustomersArgs } from "./customer.args.js";
import { customerCondition, customerList } from "./customer.list.js";

/**
 * All customers.
 * @throws BAD_USER_INPUT for arguments that are out of range or contradict each other.
 */
export function listCustomers(reader: Reader, args: CustomersArgs, info: SelectionInfo): Connection<CustomerRow> {
  const rows = () => ({
    from: Prisma.sql`customer c`,
    condition: Prisma.sql`${deletedCondition(args.deleted, columnOf("c", "deleted_at"))} AND ${customerCondition(args)}`,
  });
  return rootConnection(reader, { ...customerList, rows }, args, info);
}

/** The live customer with an email: the registered one before the guest, or the one asked for; null when there is none. */
export async function findCustomerByEmail(
  db: PrismaClient,
  { email, hasAccount }: CustomerByEmailArgs,
): Promise<CustomerRow | null> {
  if (!isStorableText(email)) return null;
  return db.customer.findFirst({
    where: {
      email: normalEmail(email),
      deletedAt: null,
      ...(hasAccount === null || hasAccount === undefined ? {} : { hasAccount }),
    },
    orderBy: { hasAccount: "desc" },
  });
}
