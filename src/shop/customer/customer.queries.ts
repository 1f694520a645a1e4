import type { Reader } from "../../database/fast-reads/reader.js";
import { type Customer as CustomerRow, Prisma } from "../../database/generated/client.js";
import { selectList } from "../../database/sql/columns.js";
import type { WithMoments } from "../../database/sql/moment.js";
import { normalEmail } from "../../graphql/input/normal-text.js";
import { isStorableText } from "../../graphql/node/ids.js";
import type { CustomerByEmailArgs } from "./customer.args.js";
import { customerColumns } from "./customer.list.js";

/** The live customer with an email: the registered one before the guest, or the one asked for; null when there is none. */
export async function findCustomerByEmail(
  reader: Reader,
  { email, hasAccount = null }: CustomerByEmailArgs,
): Promise<WithMoments<CustomerRow> | null> {
  if (!isStorableText(email)) return null;
  const wanted = hasAccount === null ? Prisma.sql`true` : Prisma.sql`c.has_account = ${hasAccount}`;
  const statement = Prisma.sql`SELECT ${selectList("c", customerColumns)} FROM customer c
    WHERE c.email = ${normalEmail(email)} AND c.deleted_at IS NULL AND ${wanted} ORDER BY c.has_account DESC LIMIT 1`;
  const [customer] = await reader.read<WithMoments<CustomerRow>>(statement, { isPlannedOnce: true });
  return customer ?? null;
}
