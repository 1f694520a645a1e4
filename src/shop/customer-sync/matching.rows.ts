import { Prisma } from "../../database/generated/client.js";
import type { Sql } from "../../database/sql/sql.js";
import type { Tx } from "../../database/transactions/transaction.js";
import { customerFilterCondition } from "../filters/customer-filter.condition.js";
import type { GroupMatchingArgs } from "./matching.args.js";

/*
 * One statement counts, locks and changes any number of customers. It locks none if another number than expected matches. It locks
 * them in the order of their ids, as all transactions do, and then counts again, because other transactions may have changed some
 * until then. An erased customer matches but does not change.
 */

/** The number of customers that match, and of those whose membership changed. */
export interface Matching {
  readonly matching: number;
  readonly changed: number;
}

/** Adds the customers that match to a locked group. */
export async function addMatching(tx: Tx, args: GroupMatchingArgs): Promise<Matching> {
  return change(
    tx,
    args,
    Prisma.sql`INSERT INTO customer_group_member (group_id, customer_id, created_at)
      SELECT ${args.id}, m.id, ${new Date()} FROM matching m WHERE NOT m.is_erased AND ${isExpected(args)} ORDER BY m.id
      ON CONFLICT DO NOTHING`,
  );
}

/** Removes the customers that match from a locked group. */
export async function removeMatching(tx: Tx, args: GroupMatchingArgs): Promise<Matching> {
  return change(
    tx,
    args,
    Prisma.sql`DELETE FROM customer_group_member g USING matching m
      WHERE g.group_id = ${args.id} AND g.customer_id = m.id AND NOT m.is_erased AND ${isExpected(args)}`,
  );
}

function isExpected({ expectedCount }: GroupMatchingArgs): Sql {
  return Prisma.sql`(SELECT count(*) FROM matching) = ${expectedCount}`;
}

async function change(tx: Tx, { where, expectedCount }: GroupMatchingArgs, write: Sql): Promise<Matching> {
  const condition = Prisma.sql`c.deleted_at IS NULL AND ${customerFilterCondition(where, "c").sql(true)}`;
  const [counts] = await tx.$queryRaw<Matching[]>`
    WITH before AS MATERIALIZED (
      SELECT count(*)::integer AS matching FROM customer c WHERE ${condition}
    ), matching AS MATERIALIZED (
      SELECT c.id, c.erased_at IS NOT NULL AS is_erased FROM customer c
      WHERE (SELECT matching FROM before) = ${expectedCount} AND ${condition}
      ORDER BY c.id FOR NO KEY UPDATE OF c
    ), changed AS (${write} RETURNING 1)
    SELECT CASE WHEN before.matching = ${expectedCount} THEN (SELECT count(*)::integer FROM matching) ELSE before.matching END AS matching,
      (SELECT count(*)::integer FROM changed) AS changed FROM before`;
  return counts ?? { matching: 0, changed: 0 };
}
