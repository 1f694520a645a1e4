import { type CustomerGroup as CustomerGroupRow, Prisma } from "../../database/generated/client.js";
import { placeholders, statementTemplate } from "../../database/sql/sql.js";
import type { WithTimestamps } from "../../database/sql/timestamp.js";
import { actorClause } from "../../database/transactions/actor.js";
import { selectForUpdate } from "../../database/transactions/lock-row.js";
import type { Tx } from "../../database/transactions/transaction.js";
import { lockedInIdOrder, selectLiveCustomers } from "../customer/customer.lookup.js";
import { groupTable } from "./customer-group.lookup.js";

/*
 * One statement writes any number of memberships. Rows are inserted in the order of their key, so that concurrent calls
 * cannot deadlock. Memberships of a deleted customer or group do not change: restoring it shows them again.
 */

interface Added {
  readonly actor: string;
  readonly groupId: string;
  readonly customerIds: readonly string[];
  readonly count: number;
  readonly now: string;
}

const value = placeholders<Added>();

const add = statementTemplate<Added>(
  Prisma.sql`WITH ${actorClause(value("actor"))}, named_group AS MATERIALIZED (
      SELECT * FROM (${selectForUpdate(groupTable, value("groupId"))}) g WHERE g."deletedAt" IS NULL
    ), live AS MATERIALIZED (
      ${selectLiveCustomers(value("customerIds"))} AND EXISTS (SELECT FROM named_group) ${lockedInIdOrder}
    ), added AS (
      INSERT INTO customer_group_member (group_id, customer_id, created_at)
      SELECT g.id, live.id, ${value("now")}::timestamptz FROM actor, named_group g, live
      WHERE (SELECT count(*) FROM live) = ${value("count")}
      ORDER BY live.id
      ON CONFLICT DO NOTHING
      RETURNING 1
    )
    SELECT g.*, (SELECT count(*)::integer FROM added) AS added FROM named_group g
    WHERE (SELECT count(*) FROM live) = ${value("count")}`,
);

/**
 * Adds customers to a group with one statement. Writes nothing if the group or a customer does not exist or is deleted. It
 * locks the group first, then the customers in the order of their ids, as all transactions do.
 */
export function insertGroupMembers(groupId: string, customerIds: readonly string[]) {
  const count = customerIds.length;
  const now = new Date().toISOString();
  return {
    create: (actor: string) => add({ actor, groupId, customerIds, count, now }),
    toResult: ({ added, ...customerGroup }: WithTimestamps<CustomerGroupRow> & { added: number }) => ({
      customerGroup,
      added,
      removed: 0,
      unchanged: count - added,
    }),
  };
}

/** Adds each customer to each group. Returns the number of new memberships. No customer or group may be deleted. */
export async function addMemberships(
  tx: Tx,
  groupIds: readonly string[],
  customerIds: readonly string[],
): Promise<number> {
  if (groupIds.length === 0 || customerIds.length === 0) return 0;
  return tx.$executeRaw`
    INSERT INTO customer_group_member (group_id, customer_id, created_at)
    SELECT g.id, c.id, ${new Date()}
    FROM unnest(${groupIds}::text[]) AS g (id), unnest(${customerIds}::text[]) AS c (id)
    ORDER BY g.id COLLATE "C", c.id COLLATE "C"
    ON CONFLICT DO NOTHING`;
}

/** Removes customers from groups. Returns the number of removed memberships. Skips deleted or erased customers, and deleted groups. */
export async function removeMemberships(
  tx: Tx,
  groupIds: readonly string[],
  customerIds: readonly string[],
): Promise<number> {
  if (groupIds.length === 0 || customerIds.length === 0) return 0;
  return tx.$executeRaw`
    DELETE FROM customer_group_member m
    USING customer c, customer_group g
    WHERE m.group_id = ANY (${groupIds}::text[]) AND m.customer_id = ANY (${customerIds}::text[])
      AND c.id = m.customer_id AND c.deleted_at IS NULL AND c.erased_at IS NULL AND g.id = m.group_id AND g.deleted_at IS NULL`;
}

/** True if the groups of a locked customer, without deleted groups, are not exactly these. */
export async function hasOtherGroups(tx: Tx, customerId: string, groupIds: readonly string[]): Promise<boolean> {
  const present = new Set((await groupsByCustomer(tx, [customerId])).get(customerId));
  return present.size !== groupIds.length || groupIds.some((id) => !present.has(id));
}

/** Replaces the groups of a customer. Memberships in deleted groups do not change. */
export async function replaceGroupsOf(
  tx: Tx,
  customerId: string,
  groupIds: readonly string[],
): Promise<{ added: number; removed: number }> {
  const removed = await tx.$executeRaw`
    DELETE FROM customer_group_member m
    USING customer_group g
    WHERE m.customer_id = ${customerId} AND g.id = m.group_id AND g.deleted_at IS NULL
      AND m.group_id <> ALL (${groupIds}::text[])`;
  return { removed, added: await addMemberships(tx, groupIds, [customerId]) };
}

/** Returns the groups of each customer that are not deleted. */
export async function groupsByCustomer(tx: Tx, customerIds: readonly string[]): Promise<Map<string, string[]>> {
  const groups = new Map<string, string[]>();
  if (customerIds.length === 0) return groups;
  const memberships = await tx.$queryRaw<Membership[]>`
    SELECT m.customer_id AS "customerId", m.group_id AS "groupId"
    FROM customer_group_member m JOIN customer_group g ON g.id = m.group_id
    WHERE m.customer_id = ANY (${customerIds}::text[]) AND g.deleted_at IS NULL`;
  for (const { customerId, groupId } of memberships) {
    groups.set(customerId, [...(groups.get(customerId) ?? []), groupId]);
  }
  return groups;
}

/** A customer in a group. */
export interface Membership {
  readonly groupId: string;
  readonly customerId: string;
}

/** Inserts memberships. No customer or group may be deleted. */
export async function insertMemberships(tx: Tx, memberships: readonly Membership[]): Promise<void> {
  if (memberships.length === 0) return;
  const [groupIds, customerIds] = idsOf(memberships);
  await tx.$executeRaw`
    INSERT INTO customer_group_member (group_id, customer_id, created_at)
    SELECT n.group_id, n.customer_id, ${new Date()}
    FROM unnest(${groupIds}::text[], ${customerIds}::text[]) AS n (group_id, customer_id)
    ORDER BY n.group_id COLLATE "C", n.customer_id COLLATE "C"
    ON CONFLICT DO NOTHING`;
}

/** Deletes memberships. */
export async function deleteMemberships(tx: Tx, memberships: readonly Membership[]): Promise<void> {
  if (memberships.length === 0) return;
  const [groupIds, customerIds] = idsOf(memberships);
  await tx.$executeRaw`
    DELETE FROM customer_group_member m
    USING unnest(${groupIds}::text[], ${customerIds}::text[]) AS n (group_id, customer_id)
    WHERE m.group_id = n.group_id AND m.customer_id = n.customer_id`;
}

function idsOf(memberships: readonly Membership[]): [groupIds: string[], customerIds: string[]] {
  return [memberships.map(({ groupId }) => groupId), memberships.map(({ customerId }) => customerId)];
}
