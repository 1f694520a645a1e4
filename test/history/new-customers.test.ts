import type { PoolClient } from "pg";
import { useTestServer } from "../support/server.js";

/** Customers that have a value in each column, and one without any optional value. */
const insert = `INSERT INTO customer (id, email, first_name, last_name, company_name, phone, has_account, metadata, external_ids,
    created_by, version, password_version, email_verified_at, erased_at, orders_claimed_by, created_at, updated_at, deleted_at)
  VALUES
    ('cus_all', 'a@example.com', 'A "quoted" \\ name', E'Two\\nlines', 'Ünïcode 🙂', '+39 1', true, '{"b": [1.50, null], "a": "x"}',
      '[{"system": "erp", "value": "7"}]', 'user_1', 3, 2, '2026-01-02T03:04:05.678Z', NULL, NULL, now(), now(), NULL),
    ('cus_deleted', 'd@example.com', NULL, NULL, NULL, NULL, true, NULL, NULL, NULL, 1, 1, NULL, NULL, NULL, now(), now(), now()),
    ('cus_erased', NULL, NULL, NULL, NULL, NULL, false, NULL, NULL, NULL, 2, 1, NULL, now(), NULL, now(), now(), now()),
    ('cus_claimed', NULL, NULL, NULL, NULL, '1', false, 'null', NULL, NULL, 1, 0, NULL, NULL, 'cus_all', now(), now(), NULL)`;

interface Recorded {
  readonly subject_id: string;
}

describe("the history of new customers", () => {
  const server = useTestServer();

  async function inTransaction<T>(work: (client: PoolClient) => Promise<T>): Promise<T> {
    const client = await server.testDatabase.database.pool.connect();
    try {
      await client.query("BEGIN");
      return await work(client);
    } finally {
      await client.query("ROLLBACK");
      client.release();
    }
  }

  /** The history that a trigger with this function writes, without what differs between two inserts. */
  async function recordedBy(trigger: string) {
    return inTransaction(async (client) => {
      await client.query(`CREATE OR REPLACE TRIGGER customer_inserted AFTER INSERT ON customer REFERENCING NEW TABLE AS new_rows
        FOR EACH STATEMENT EXECUTE FUNCTION ${trigger}`);
      await client.query(`SELECT set_config('shop.actor', '{"type": "USER", "id": "user_1", "requestId": "r"}', true)`);
      await client.query(insert);
      const { rows } = await client.query<Recorded>(
        `SELECT to_jsonb(h) - '{id, sequence, transaction_id, at, fields}'::text[] AS change, h.subject_id,
           regexp_replace(h.fields::text, '"20\\d\\d-[^"]*"', '"time"', 'g') AS fields
         FROM change h WHERE h.subject_type = 'CUSTOMER' ORDER BY h.sequence`,
      );
      return rows;
    });
  }

  it("is the same as that of the trigger for all tables", async () => {
    const recorded = await recordedBy("record_new_customers()");
    expect(recorded.map((change) => change.subject_id)).toEqual([
      "cus_all",
      "cus_deleted",
      "cus_erased",
      "cus_claimed",
    ]);
    expect(recorded).toEqual(await recordedBy("record_change('CUSTOMER')"));
  });

  it("is compared for a value in each column", async () => {
    const empty = await inTransaction(async (client) => {
      await client.query(insert);
      const { rows } = await client.query<{ name: string }>(
        `SELECT key AS name FROM customer c, jsonb_each(to_jsonb(c)) GROUP BY key HAVING bool_and(value = 'null')`,
      );
      return rows.map(({ name }) => name);
    });
    expect(empty).toEqual([]);
  });

  it("refuses an action, an actor or a customer that history does not know", async () => {
    const change = "(sequence, id, at, action, subject_type, subject_id, actor_type, actor_id, fields, customer_id)";
    const add = (action: string, actorType: string, customerId: string | null) =>
      server.testDatabase.database.pool.query(
        `INSERT INTO change ${change} VALUES (1, 'chg_1', now(), $1, 'CUSTOMER', 'cus_1', $2, 'system', '[]', $3)`,
        [action, actorType, customerId],
      );
    await expect(add("UNKNOWN", "SYSTEM", null)).rejects.toThrow("change_is_known");
    await expect(add("UPDATED", "UNKNOWN", null)).rejects.toThrow("change_is_known");
    await expect(add("UPDATED", "SYSTEM", "cus_1")).rejects.toThrow("change_is_known");
    await add("UPDATED", "SYSTEM", null);
  });
});
