import { openTestDatabase, type TestDatabase } from "../support/database.js";
import { expectedShop } from "./expected-shop.js";
import { importedShop } from "./imported-shop.js";
import { runImport, useMedusaDatabase, type Version } from "./medusa-database.js";
import { fillMedusa } from "./medusa-shop.js";

/** Changes of a day in Medusa. */
const changes = {
  both: [
    "UPDATE customer SET phone = '+49 ' || last_name, updated_at = '2025-01-01 10:00:00.123+00' WHERE id LIKE '%3'",
    "UPDATE customer SET email = 'new-' || email WHERE id LIKE '%4' AND email LIKE '%@%'",
    "UPDATE customer SET deleted_at = '2025-02-02 10:00:00.456+00' WHERE id LIKE '%5' AND deleted_at IS NULL",
    "UPDATE customer SET metadata = '{\"new\": 1.10}' WHERE id LIKE '%6'",
    "UPDATE customer_group SET name = name || ' renamed' WHERE id LIKE '%2'",
    "UPDATE price_list SET status = 'active' WHERE id LIKE '%6'",
    "UPDATE \"order\" SET status = 'archived' WHERE id LIKE '%1_0'",
  ],
  1: [
    "UPDATE customer SET billing_address_id = NULL WHERE id LIKE '%1'",
    "DELETE FROM address WHERE id LIKE '%2_1' AND id NOT IN (SELECT billing_address_id FROM customer WHERE billing_address_id IS NOT NULL)",
    "DELETE FROM customer_group_customers WHERE customer_id LIKE '%2'",
    "UPDATE line_item SET quantity = 7 WHERE order_id LIKE '%3_0'",
    "UPDATE money_amount SET amount = 777 WHERE id LIKE '%_2'",
  ],
  2: [
    "UPDATE customer_address SET is_default_shipping = false WHERE id LIKE '%1_0'",
    "UPDATE customer_address SET is_default_shipping = true WHERE id LIKE '%1_1'",
    "DELETE FROM customer_address WHERE id LIKE '%2_1'",
    "DELETE FROM customer_group_customer WHERE customer_id LIKE '%2'",
    'UPDATE order_summary SET totals = \'{"raw_current_order_total": {"value": "7.775"}}\' WHERE order_id LIKE \'%3_0\'',
    "UPDATE price SET raw_amount = '{\"value\": \"7.00\"}' WHERE currency_code = 'eur' AND id LIKE '%_2'",
  ],
} as const;

describe.each([1, 2] as const)("a shop of Medusa %i, imported", (version: Version) => {
  const medusa = useMedusaDatabase();
  let testDatabase: TestDatabase;
  beforeAll(async () => {
    testDatabase = await openTestDatabase();
    await fillMedusa(medusa, version, 240);
  });
  afterAll(() => testDatabase?.close());
  const imported = () => importedShop(testDatabase.database.pool);

  async function history(): Promise<string | undefined> {
    const { rows } = await testDatabase.database.pool.query("SELECT count(*)::text AS count FROM change");
    return rows[0]?.count;
  }

  it("is not written by a dry run, which has the counts of the import", async () => {
    const dry = await runImport(testDatabase, medusa, { dryRun: true });
    for (const rows of Object.values(await imported())) expect(rows).toEqual([]);
    const real = await runImport(testDatabase, medusa);
    // New ids differ in each run.
    expect([real.counts, real.reasons, real.warnings]).toEqual([dry.counts, dry.reasons, dry.warnings]);
    for (const rows of Object.values(real.counts)) if (rows.rows !== "regions") expect(rows.created).toBeGreaterThan(5);
  });

  it("has the rows of Medusa, one by one", async () => {
    expect(await imported()).toEqual(await expectedShop(medusa, version));
  });

  it("is unchanged by another import: no versions, no history", async () => {
    const [rows, changes] = [await imported(), await history()];
    const { counts } = await runImport(testDatabase, medusa);
    for (const { created, updated, deleted } of Object.values(counts))
      expect([created, updated, deleted]).toEqual([0, 0, 0]);
    expect(await imported()).toEqual(rows);
    expect(await history()).toBe(changes);
    const { rows: versions } = await testDatabase.database.pool.query("SELECT max(version) AS max FROM customer");
    expect(versions).toEqual([{ max: 1 }]);
  });

  it("follows the changes in Medusa", async () => {
    for (const change of [...changes.both, ...changes[version]]) await medusa.query(change);
    const dry = await runImport(testDatabase, medusa, { dryRun: true });
    const real = await runImport(testDatabase, medusa);
    expect([real.counts, real.reasons]).toEqual([dry.counts, dry.reasons]);
    expect(dry.counts).toMatchObject({ customers: { updated: expect.any(Number) } });
    const [here, expected] = [await imported(), await expectedShop(medusa, version)];
    // An address that is deleted in Medusa stays here as deleted. Rows that changed without a new date have the time of the import.
    const live = (rows: unknown[]) => (rows as { deleted: unknown }[]).filter(({ deleted }) => deleted === null);
    const undated = (rows: unknown[]) => (rows as { updated: unknown }[]).map(({ updated, ...row }) => row);
    expect(undated(here.customers)).toEqual(undated(expected.customers));
    expect(live(here.addresses)).toEqual(live(expected.addresses));
    for (const name of ["groups", "memberships", "orders"] as const)
      expect({ [name]: here[name] }).toEqual({ [name]: expected[name] });
    for (const name of ["priceLists", "passwords"] as const)
      expect(here[name]).toEqual(expect.arrayContaining(expected[name]));
  });
});
