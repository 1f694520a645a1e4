import { type Customer as CustomerRow, Prisma } from "../../database/generated/client.js";
import { selectList } from "../../database/sql/columns.js";
import { placeholders, statementTemplate } from "../../database/sql/statement.js";
import type { WithTimestamps } from "../../database/sql/timestamp.js";
import { actorClause } from "../../database/transactions/actor.js";
import { customerColumns } from "./customer.list.js";

/** The values of a new guest. */
export type NewGuest = Pick<
  CustomerRow,
  "id" | "email" | "firstName" | "lastName" | "companyName" | "phone" | "metadata" | "createdBy" | "createdAt"
>;

interface Written extends Omit<NewGuest, "metadata" | "createdAt"> {
  readonly metadata: string | null;
  readonly createdAt: string;
  readonly actor: string;
}

const value = placeholders<Written>();

const insert = statementTemplate<Written>(
  Prisma.sql`WITH ${actorClause(value("actor"))}
    INSERT INTO customer AS c
      (id, email, first_name, last_name, company_name, phone, metadata, created_by, created_at, updated_at)
    SELECT ${value("id")}, ${value("email")}, ${value("firstName")}, ${value("lastName")}, ${value("companyName")},
      ${value("phone")}, ${value("metadata")}::jsonb, ${value("createdBy")}, ${value("createdAt")}::timestamptz,
      ${value("createdAt")}::timestamptz
    FROM actor
    ON CONFLICT DO NOTHING
    RETURNING ${selectList("c", customerColumns)}`,
);

/** Inserts a guest. Writes nothing if another guest has the email. */
export function insertGuest(guest: NewGuest) {
  const metadata = guest.metadata === null ? null : JSON.stringify(guest.metadata);
  const createdAt = guest.createdAt.toISOString();
  return {
    create: (actor: string) => insert({ ...guest, metadata, createdAt, actor }),
    toResult: (customer: WithTimestamps<CustomerRow>) => ({ customer }),
  };
}
