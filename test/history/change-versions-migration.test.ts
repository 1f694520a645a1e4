import { readFile } from "node:fs/promises";
import path from "node:path";
import { migrationsFolder } from "../../src/database/migrations/migration-files.js";
import { deleteAddress } from "../address/address.operations.js";
import { givenAddress } from "../address/address.steps.js";
import { givenCustomer } from "../customer/customer.steps.js";
import { useTestServer } from "../support/server.js";
import { changesPage } from "./history.operations.js";

describe("the migration that adds the customer to changes of addresses", () => {
  const server = useTestServer();

  it("finds the customer of each recorded address, also of an address whose row is gone", async () => {
    const customers = [await givenCustomer(server), await givenCustomer(server, { firstName: "Eve" })];
    for (const { id: customerId } of customers) {
      const [first] = [await givenAddress(server, customerId), await givenAddress(server, customerId)];
      await server.run(deleteAddress, { customerId, id: first.id });
    }
    const { pool } = server.testDatabase.database;
    await pool.query("DELETE FROM customer_address WHERE customer_id = $1", [customers[0]?.id]);
    const before = await historiesOf(customers);
    expect(before.map(({ length }) => length)).toEqual([6, 4]);

    // The state before the migration.
    await pool.query("ALTER TABLE change DISABLE TRIGGER USER");
    await pool.query("UPDATE change SET customer_id = NULL");
    await pool.query("ALTER TABLE change ENABLE TRIGGER USER");
    await pool.query("DROP TRIGGER change_keeps_all_but_fields ON change");
    expect((await historiesOf(customers)).map(({ length }) => length)).toEqual([1, 1]);

    const sql = await readFile(path.join(migrationsFolder, "20260824000001_change_versions", "migration.sql"), "utf8");
    const [statements = ""] =
      sql.match(/^SELECT set_config\('shop.erasure', 'on', true\);[^;]+;\nSELECT set_config[^;]+;/m) ?? [];
    await pool.query(statements);
    expect(await historiesOf(customers)).toEqual(before);
  });

  async function historiesOf(customers: readonly { id: string }[]) {
    const histories = [];
    for (const { id } of customers)
      histories.push((await server.run(changesPage, { where: { customerId: id } })).changes.nodes);
    return histories;
  }
});
