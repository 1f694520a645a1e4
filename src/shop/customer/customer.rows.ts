import { type Customer as CustomerRow, Prisma } from "../../database/generated/client.js";
import { columnList, placeholders, selectList, statementTemplate } from "../../database/sql/sql.js";
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

/** The value of each column that the statement writes. The compiler requires one for each property of `NewGuest`. */
const guestValues: Readonly<Record<keyof NewGuest | "updatedAt", Prisma.Sql>> = {
  id: Prisma.sql`${value("id")}`,
  email: Prisma.sql`${value("email")}`,
  firstName: Prisma.sql`${value("firstName")}`,
  lastName: Prisma.sql`${value("lastName")}`,
  companyName: Prisma.sql`${value("companyName")}`,
  phone: Prisma.sql`${value("phone")}`,
  metadata: Prisma.sql`${value("metadata")}::jsonb`,
  createdBy: Prisma.sql`${value("createdBy")}`,
  createdAt: Prisma.sql`${value("createdAt")}::timestamptz`,
  updatedAt: Prisma.sql`${value("createdAt")}::timestamptz`,
};

const insert = statementTemplate<Written>(
  Prisma.sql`WITH ${actorClause(value("actor"))}
    INSERT INTO customer AS c (${columnList(customerColumns, Object.keys(guestValues))})
    SELECT ${Prisma.join(Object.values(guestValues))} FROM actor
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
