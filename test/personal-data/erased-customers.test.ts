import { givenCustomers } from "../customer/customer.steps.js";
import { useTestServer } from "../support/server.js";

const tables = ["customer_address", "customer_order"] as const;

const columns: Readonly<Record<(typeof tables)[number], string>> = {
  customer_address: "(id, customer_id, address_1) SELECT id || '_' || $2::text, id, 'Via Roma 1'",
  customer_order:
    "(id, customer_id, status, currency_code, total, placed_at) SELECT id || '_' || $2::text, id, 'PENDING', 'EUR', '1.00', now()",
};

describe("the triggers that refuse data of erased customers", () => {
  const server = useTestServer();

  it.each(tables)("read few customers for a row of %s, also after many rows in the same session", async (table) => {
    await givenCustomers(server, 2_000);
    const session = await server.testDatabase.database.pool.connect();
    try {
      await session.query("ANALYZE customer");
      await session.query("BEGIN");
      const insert = async (maxRows: number, suffix: string) =>
        session.query(`INSERT INTO ${table} ${columns[table]} FROM customer ORDER BY id LIMIT $1`, [maxRows, suffix]);
      const rowsRead = async () => {
        const read = "pg_stat_get_xact_tuples_returned('customer'::regclass)";
        const { rows } = await session.query<{ count: string }>(`SELECT ${read} AS count`);
        return Number(rows[0]?.count);
      };
      await insert(2_000, "bulk");
      const before = await rowsRead();
      await insert(1, "single");
      expect((await rowsRead()) - before).toBeLessThan(100);
    } finally {
      await session.query("ROLLBACK");
      session.release();
    }
  });
});
