import type { Reader } from "../../database/fast-reads/reader.js";
import { type Customer as CustomerRow, Prisma } from "../../database/generated/client.js";
import { selectList } from "../../database/sql/sql.js";
import type { WithTimestamps } from "../../database/sql/timestamp.js";
import { normalizeEmail, normalizeText } from "../../graphql/input/normalize-text.js";
import { isStorableText } from "../../graphql/node/ids.js";
import type { CustomerByEmailArgs, CustomerByExternalIdArgs } from "./customer.args.js";
import { customerColumns } from "./customer.list.js";

/**
 * Finds a customer by email. A registered customer comes before a guest, unless `hasAccount` selects one of them. Null if
 * there is none or it is deleted.
 */
export async function findCustomerByEmail(
  reader: Reader,
  { email, hasAccount = null }: CustomerByEmailArgs,
): Promise<WithTimestamps<CustomerRow> | null> {
  if (!isStorableText(email)) return null;
  const wanted = hasAccount === null ? Prisma.sql`true` : Prisma.sql`c.has_account = ${hasAccount}`;
  const statement = Prisma.sql`SELECT ${selectList("c", customerColumns)} FROM customer c
    WHERE c.email = ${normalizeEmail(email)} AND c.deleted_at IS NULL AND ${wanted} ORDER BY c.has_account DESC LIMIT 1`;
  const [customer] = await reader.read<WithTimestamps<CustomerRow>>(statement, { keepPrepared: true });
  return customer ?? null;
}

/** Finds a customer by an external id. Null if there is none or it is deleted. */
export async function findCustomerByExternalId(
  reader: Reader,
  { system, value }: CustomerByExternalIdArgs,
): Promise<WithTimestamps<CustomerRow> | null> {
  if (!isStorableText(system) || !isStorableText(value)) return null;
  const statement = Prisma.sql`SELECT ${selectList("c", customerColumns)} FROM customer_external_id e
    JOIN customer c ON c.id = e.customer_id
    WHERE e.system = ${normalizeText(system)} AND e.value = ${normalizeText(value)} AND e.is_live`;
  const [customer] = await reader.read<WithTimestamps<CustomerRow>>(statement, { keepPrepared: true });
  return customer ?? null;
}
