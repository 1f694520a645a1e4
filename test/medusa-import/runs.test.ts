import { setTimeout } from "node:timers/promises";
import { importMedusa } from "../../src/medusa-import/import-medusa.js";
import { isServer } from "../support/database.js";
import { useTestServer } from "../support/server.js";
import { importedShop } from "./imported-shop.js";
import { runImport, useMedusaDatabase } from "./medusa-database.js";
import { givenAddress, givenCustomer, givenGroup, givenMember } from "./medusa-rows.js";
import { fillMedusa } from "./medusa-shop.js";

describe("11. the source of an import", () => {
  const server = useTestServer();
  const medusa = useMedusaDatabase();
  const run = (options = {}) => runImport(server.testDatabase, medusa, options);

  it("that is no Medusa database is refused", async () => {
    await medusa.createTables(1);
    await medusa.query("DROP TABLE money_amount");
    await expect(run()).rejects.toThrow(
      "Expected a database of Medusa 1.20 (tables address, customer_group_customers, money_amount) or Medusa 2.x (tables customer_address, customer_group_customer, provider_identity), but this database lacks tables of both.",
    );
    // The transaction has ended, so another run works.
    await medusa.query("ROLLBACK");
  });

  it("that is a database of both is refused; a schema can be named", async () => {
    await medusa.createTables(1);
    await medusa.createTables(2, "second");
    await expect(run()).rejects.toThrow("Medusa 1.20 in the schema public and Medusa 2.x in the schema second");
    await medusa.query("ROLLBACK");
    await givenCustomer(medusa, 2, { id: "cus_1" });
    expect(await run({ schema: "second" })).toMatchObject({ version: "2.x", counts: { customers: { created: 1 } } });
    await medusa.query("ROLLBACK");
    await expect(run({ schema: "third" })).rejects.toThrow("the schema third of this database lacks");
    await medusa.query("ROLLBACK; DROP SCHEMA second CASCADE");
  });

  it("may lack the columns and tables that other releases have", async () => {
    await medusa.createTables(2);
    await givenCustomer(medusa, 2, { id: "cus_1" });
    await givenGroup(medusa, 2, { id: "cusgroup_1", name: "VIP" });
    await givenMember(medusa, 2, "cusgroup_1", "cus_1");
    await givenAddress(medusa, 2, { id: "cuaddr_1", customer_id: "cus_1" });
    await medusa.query(`
      ALTER TABLE customer_address DROP deleted_at; ALTER TABLE customer_group_customer DROP deleted_at;
      ALTER TABLE provider_identity DROP deleted_at; ALTER TABLE auth_identity DROP deleted_at;
      ALTER TABLE "order" DROP custom_display_id; ALTER TABLE price_rule DROP operator; ALTER TABLE price_list DROP rules_count;
      DROP TABLE order_summary, region_country`);
    expect((await run()).counts).toMatchObject({
      customers: { created: 1 },
      addresses: { created: 1 },
      memberships: { created: 1 },
    });
  });

  it("is read in a transaction that cannot write", async () => {
    await medusa.createTables(1);
    await givenCustomer(medusa, 1, { id: "cus_1" });
    const settings: unknown[] = [];
    const query = medusa.client.query.bind(medusa.client);
    const watched = Object.create(medusa.client, {
      query: {
        value: async (...args: Parameters<typeof query>) => {
          if (String(args[0]).startsWith("DECLARE") && settings.length === 0)
            settings.push(
              (
                await query(
                  "SELECT current_setting('transaction_isolation') AS i, current_setting('transaction_read_only') AS r",
                )
              ).rows,
            );
          return query(...args);
        },
      },
    });
    await importMedusa(server.testDatabase.database.pool, watched);
    expect(settings).toEqual([[{ i: "repeatable read", r: "on" }]]);
  });
});

describe("an import", () => {
  const server = useTestServer();
  const medusa = useMedusaDatabase();
  const run = (options = {}) => runImport(server.testDatabase, medusa, options);

  it("that is stopped keeps what it wrote, and another one goes on", async () => {
    await fillMedusa(medusa, 2, 60);
    const stop = new AbortController();
    const steps: string[] = [];
    const onProgress = ({ rows }: { rows: string }) => {
      steps.push(rows);
      if (rows === "writing addresses") stop.abort();
    };
    await expect(run({ signal: stop.signal, onProgress })).rejects.toThrow("aborted");
    expect(steps.filter((step) => step.startsWith("reading")).length).toBeGreaterThan(5);
    const { counts } = await run();
    expect(counts).toMatchObject({ customers: { created: 0, updated: 0 }, orders: { unchanged: 0 } });
    expect(counts.orders?.created).toBeGreaterThan(10);
    const rows = await importedShop(server.testDatabase.database.pool);
    expect(rows.customers.length).toBe(counts.customers?.unchanged);
    expect((await run()).counts).toMatchObject({ orders: { created: 0 }, addresses: { created: 0, updated: 0 } });
  });

  it("stops before it deletes most rows of earlier runs, unless it is allowed", async () => {
    await fillMedusa(medusa, 2, 60);
    await run();
    await medusa.createTables(2);
    await expect(run()).rejects.toThrow(/Most rows of earlier imports are no longer .*\(Customer\).*--allow-deletions/);
    const { prisma } = server.testDatabase.database;
    expect(await prisma.customer.count({ where: { deletedAt: null } })).toBeGreaterThan(40);
    await run({ allowDeletions: true });
    expect(await prisma.customer.count({ where: { deletedAt: null } })).toBe(0);
  });

  it("leaves no temporary tables and no lock behind", async () => {
    await medusa.createTables(2);
    for (let time = 1; time <= 2; time += 1) await run();
    const { rows } = await server.testDatabase.database.pool.query(
      "SELECT relname FROM pg_class WHERE relpersistence = 't' AND relname LIKE 'medusa%'",
    );
    expect(rows).toEqual([]);
  });

  it("names itself as the author in history", async () => {
    await medusa.createTables(2);
    await givenCustomer(medusa, 2, { id: "cus_1" });
    await run();
    await medusa.query("UPDATE customer SET phone = '1'");
    await run();
    expect(
      await server.testDatabase.database.prisma.change.findMany({
        where: { subjectType: "CUSTOMER" },
        orderBy: { id: "asc" },
      }),
    ).toMatchObject([
      { action: "CREATED", actorType: "SYSTEM", actorId: "medusa import" },
      {
        action: "UPDATED",
        actorType: "SYSTEM",
        actorId: "medusa import",
        fields: [{ name: "phone", before: null, after: "1" }],
      },
    ]);
  });

  (isServer ? it : it.skip)("refuses to run while another one runs (needs a server)", async () => {
    await fillMedusa(medusa, 2, 20);
    const { pool } = server.testDatabase.database;
    const other = await pool.connect();
    await other.query("SELECT pg_advisory_lock(hashtextextended('medusa import', 0))");
    await expect(run()).rejects.toThrow("Another import from Medusa is writing");
    other.release(true);
    await setTimeout(100);
    await run();
  });

  (isServer ? it : it.skip)(
    "refuses a row whose email was taken since the plan, and goes on (needs a server)",
    async () => {
      await medusa.createTables(2);
      await givenCustomer(medusa, 2, { id: "cus_1", email: "a@example.com" });
      await givenCustomer(medusa, 2, { id: "cus_2", email: "b@example.com" });
      await givenAddress(medusa, 2, { id: "cuaddr_1", customer_id: "cus_1" });
      const { pool } = server.testDatabase.database;
      await pool.query(`
      CREATE FUNCTION take_email() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN INSERT INTO customer (id, email) VALUES ('cus_here', 'a@example.com') ON CONFLICT DO NOTHING; RETURN NULL; END $$;
      CREATE TRIGGER take_email BEFORE INSERT ON customer FOR EACH STATEMENT WHEN (pg_trigger_depth() = 0) EXECUTE FUNCTION take_email()`);
      try {
        const { counts, reasons } = await run();
        expect(counts).toMatchObject({ customers: { created: 1, refused: 1 }, addresses: { refused: 1 } });
        expect(reasons).toContain("customers, refused: CONFLICT with a change during the import (1)");
      } finally {
        await pool.query("DROP TRIGGER take_email ON customer; DROP FUNCTION take_email");
      }
    },
  );
});
