import { Prisma } from "../../database/generated/client.js";
import type { Tx } from "../../database/transactions/transaction.js";

/*
 * Each function sends one statement, whatever the number of rows. The customers are locked, so no other transaction adds data
 * of them before the erasure ends.
 */

/** The customers of an erasure, and the email that they have in common. */
export interface ErasedPerson {
  readonly ids: readonly string[];
  readonly email: string | null;
}

/** Waits for the other erasures, and stops the recording of values in history until the transaction ends. */
export async function beginErasure(tx: Tx): Promise<void> {
  await tx.$queryRaw`SELECT begin_erasure()::text`;
}

/**
 * Finds the customers with the same email, including deleted ones, and locks them. Unlike the lock of an update, this one
 * conflicts with the locks of foreign keys: new rows that refer to the customers wait.
 */
export async function lockSamePerson(tx: Tx, id: string, email: string | null): Promise<string[]> {
  const rows = await tx.$queryRaw<{ id: string }[]>`
    SELECT id FROM customer WHERE id = ${id} OR email = ${email}::text ORDER BY id FOR UPDATE`;
  return rows.map((row) => row.id);
}

/**
 * Returns all emails of the customers: the present one, former ones, and those that are not confirmed yet. The condition on the
 * fields is checked in a third of the time that it takes to search all of them for emails.
 */
export async function findEmails(tx: Tx, { ids, email }: ErasedPerson): Promise<string[]> {
  const rows = await tx.$queryRaw<{ email: string }[]>`
    SELECT ${email}::text AS email WHERE ${email}::text IS NOT NULL
    UNION SELECT email FROM link_token WHERE customer_id = ANY (${ids}::text[])
    UNION SELECT value #>> '{}' FROM change h
      CROSS JOIN jsonb_path_query(h.fields, '$[*] ? (@.name == "email").keyvalue() ? (@.key != "name").value') AS value
      WHERE h.subject_id = ANY (${ids}::text[]) AND h.fields @> '[{"name": "email"}]' AND jsonb_typeof(value) = 'string'`;
  return rows.map((row) => row.email);
}

/** Erases the values in the history of the customers and their addresses. */
export async function eraseHistory(tx: Tx, { ids }: ErasedPerson): Promise<void> {
  await tx.$executeRaw`
    UPDATE change SET fields = ${fieldsAfter(Prisma.sql`erase_field(field)`)}
    WHERE action IN ('CREATED', 'UPDATED', 'DELETED', 'RESTORED') AND subject_type IN ('CUSTOMER', 'ADDRESS')
      AND (subject_id = ANY (${ids}::text[]) OR customer_id = ANY (${ids}::text[]))`;
}

/** Erases the email in the history of the customers who had it before. */
export async function eraseFormerEmail(tx: Tx, { email }: ErasedPerson): Promise<void> {
  await tx.$executeRaw`
    UPDATE change SET fields = ${fieldsAfter(Prisma.sql`erase_former_email(field, ${email}::text)`)}
    WHERE action IN ('CREATED', 'UPDATED', 'DELETED') AND subject_type = 'CUSTOMER' AND subject_id = ANY (ARRAY(
      SELECT subject_id FROM change
      WHERE ${formerEmail} = ${email}::text
        AND subject_type = 'CUSTOMER' AND action IN ('UPDATED', 'DELETED') AND fields @> '[{"name": "email"}]'))`;
}

/** The fields of a change after an expression has changed each `field`. */
function fieldsAfter(expression: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`(
      SELECT coalesce(jsonb_agg(${expression} ORDER BY position), '[]')
      FROM jsonb_array_elements(fields) WITH ORDINALITY AS f (field, position))`;
}

// Letter for letter as in the index change_former_email_idx.
const formerEmail = Prisma.raw(`(jsonb_path_query_first(fields, '$[*] ? (@.name == "email")') ->> 'before')`);

/** Erases the email and the metadata of the orders of the customers, and of all orders with the email. */
export async function eraseOrders(tx: Tx, { ids, email }: ErasedPerson, now: Date): Promise<void> {
  await tx.$executeRaw`
    UPDATE customer_order SET email = NULL, metadata = NULL, updated_at = ${now}
    WHERE (customer_id = ANY (${ids}::text[]) OR email = ${email}::text) AND (email IS NOT NULL OR metadata IS NOT NULL)`;
}

/** Deletes the links of the customers, and the links in mails to the email. The links of members of staff stay. */
export async function deleteLinkTokens(tx: Tx, { ids, email }: ErasedPerson): Promise<void> {
  await tx.$executeRaw`
    DELETE FROM link_token WHERE customer_id = ANY (${ids}::text[]) OR (email = ${email}::text AND user_id IS NULL)`;
}

/** Deletes all stored responses of mutations: they are encrypted, so nothing shows which of them have data of the customers. */
export async function deleteStoredResponses(tx: Tx): Promise<void> {
  await tx.$executeRaw`UPDATE idempotent_request SET answer = NULL WHERE answer IS NOT NULL`;
}

/** Erases the rows of the customers. The triggers record it, and end the sessions. */
export async function eraseRows(tx: Tx, { ids }: ErasedPerson, now: Date): Promise<void> {
  await tx.customer.updateMany({
    where: { id: { in: [...ids] } },
    data: {
      email: null,
      firstName: null,
      lastName: null,
      companyName: null,
      phone: null,
      metadata: Prisma.DbNull,
      externalIds: Prisma.DbNull,
      hasAccount: false,
      emailVerifiedAt: null,
      passwordVersion: { increment: 1 },
      version: { increment: 1 },
      erasedAt: now,
      updatedAt: now,
    },
  });
}
