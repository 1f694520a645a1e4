import { Prisma } from "../../database/generated/client.js";
import { addressColumns } from "./address.list.js";
import type { newAddressRow } from "./new-address.js";

type NewAddressRow = ReturnType<typeof newAddressRow>;

/**
 * Inserts any number of addresses with one statement. Prisma takes ten times as long to build its statement, and blocks all
 * other requests during that time.
 */
export async function insertAddresses(
  tx: Prisma.TransactionClient,
  addresses: readonly NewAddressRow[],
): Promise<void> {
  const [first] = addresses;
  if (first === undefined) return;
  const written = Object.entries(addressColumns).filter(([property]) => property in first);
  const rows = addresses.map((address) => {
    const values: Readonly<Record<string, unknown>> = { ...address };
    return Object.fromEntries(
      written.map(([property, column]) => [column, values[property] === Prisma.DbNull ? null : values[property]]),
    );
  });
  const columns = Prisma.raw(written.map(([, column]) => column).join(", "));
  await tx.$executeRaw`INSERT INTO customer_address (${columns})
    SELECT ${columns} FROM jsonb_populate_recordset(NULL::customer_address, ${JSON.stringify(rows)}::jsonb)`;
}
