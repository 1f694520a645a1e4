import { selectList } from "../database/columns.js";
import { type Customer as CustomerRow, Prisma } from "../database/generated/client.js";
import type { Actor } from "../database/transaction.js";
import type { Writer } from "../database/writer.js";
import { customerColumns } from "./customer.list.js";

/** What is written of a new guest. */
export type NewGuest = Pick<
  CustomerRow,
  "id" | "email" | "firstName" | "lastName" | "companyName" | "phone" | "metadata" | "createdBy" | "createdAt"
>;

const returned = selectList("c", customerColumns);

/** Inserts a guest; null, with nothing written, when another live guest has the email. */
export async function insertGuest(writer: Writer, actor: Actor | null, guest: NewGuest): Promise<CustomerRow | null> {
  const { id, email, firstName, lastName, companyName, phone, createdBy } = guest;
  const metadata = guest.metadata && JSON.stringify(guest.metadata);
  const now = guest.createdAt.toISOString();
  const [row] = await writer.write<CustomerRow>(
    actor,
    (actor) => Prisma.sql`WITH ${actor}
      INSERT INTO customer AS c
        (id, email, first_name, last_name, company_name, phone, metadata, created_by, created_at, updated_at)
      SELECT ${id}, ${email}, ${firstName}, ${lastName}, ${companyName}, ${phone}, ${metadata}::jsonb, ${createdBy},
        ${now}::timestamptz, ${now}::timestamptz
      FROM actor
      ON CONFLICT DO NOTHING
      RETURNING ${returned}`,
  );
  return row ?? null;
}
