import { type Customer as CustomerRow, Prisma } from "../../database/generated/client.js";
import { columnList } from "../../database/sql/sql.js";
import type { StoredJson } from "../../database/sql/stored-json.js";
import type { Tx } from "../../database/transactions/transaction.js";
import { customerColumns } from "../customer/customer.list.js";
import type { CustomerUpdate, NewCustomer } from "./upsert-plan.js";

/** The columns that an upsert changes, except metadata. */
const changeable = [
  "email",
  "firstName",
  "lastName",
  "companyName",
  "phone",
  "hasAccount",
  "externalIds",
  "emailVerifiedAt",
] as const satisfies readonly (keyof CustomerRow)[];

const assignments = Prisma.raw(
  changeable.map((name) => `${customerColumns[name]} = n.${customerColumns[name]}`).join(", "),
);

/**
 * Inserts customers, in the order of their emails. So two calls that insert the same emails wait for each other in one order,
 * and do not deadlock. The trigger inserts external ids in their order, too.
 */
export async function insertCustomers(tx: Tx, customers: readonly NewCustomer[], now: Date): Promise<void> {
  const [first] = customers;
  if (first === undefined) return;
  const columns = columnList(customerColumns, Object.keys(first));
  await tx.$executeRaw`
    INSERT INTO customer (${columns}, updated_at)
    SELECT ${columns}, ${now} FROM jsonb_populate_recordset(NULL::customer, ${recordsOf(customers)}::jsonb)
    ORDER BY email, id`;
}

/** Updates locked customers, and adds 1 to their versions. */
export async function updateCustomers(tx: Tx, updates: readonly CustomerUpdate[], now: Date): Promise<void> {
  if (updates.length === 0) return;
  const rows = updates.map(({ before, changes }) => {
    const after = { ...before, ...changes };
    return { id: after.id, ...Object.fromEntries(changeable.map((name) => [name, after[name]])) };
  });
  const [ids, texts] = metadataArrays(updates);
  await tx.$executeRaw`
    UPDATE customer c
    SET ${assignments}, metadata = CASE WHEN m.id IS NULL THEN c.metadata ELSE m.metadata::jsonb END,
      version = c.version + 1, updated_at = ${now}
    FROM jsonb_populate_recordset(NULL::customer, ${recordsOf(rows)}::jsonb) AS n
      LEFT JOIN unnest(${ids}::text[], ${texts}::text[]) AS m (id, metadata) ON m.id = n.id
    WHERE c.id = n.id`;
}

/** The rows as JSON, with the names of their columns. */
function recordsOf(rows: readonly object[]): string {
  const columns: Readonly<Record<string, string>> = customerColumns;
  return JSON.stringify(
    rows.map((row) => Object.fromEntries(Object.entries(row).map(([name, value]) => [columns[name], value]))),
  );
}

/** The metadata that changes: the ids of the rows, and the JSON texts with all digits of numbers. */
export function metadataArrays(
  updates: readonly { before: { id: string }; metadata: StoredJson | null | undefined }[],
): [ids: string[], texts: (string | null)[]] {
  const changed = updates.filter(({ metadata }) => metadata !== undefined);
  return [changed.map(({ before }) => before.id), changed.map(({ metadata }) => metadata?.text ?? null)];
}
