import { setTimeout } from "node:timers/promises";
import { Prisma } from "../../src/database/generated/client.js";
import { createReader, type PoolReader, StatementError } from "../../src/database/reader.js";
import { createServerPool } from "../../src/database/server-pool.js";
import { describeOnServer, openTestDatabase, type TestDatabase } from "../support/database.js";

describeOnServer("short statements that are sent together", () => {
  let testDatabase: TestDatabase;
  let pool: ReturnType<typeof createServerPool>;
  let reader: PoolReader;

  beforeAll(async () => {
    testDatabase = await openTestDatabase();
    pool = createServerPool(testDatabase.url ?? "", { poolSize: 1 });
    reader = createReader(pool);
  });
  afterAll(async () => {
    await pool.end();
    await testDatabase.close();
  });

  const read = (sql: Prisma.Sql) => reader.read<{ value: unknown }>(sql, { isPlannedOnce: true });

  /** Has a statement named: from its third use on it is sent with others. */
  async function named(sql: Prisma.Sql): Promise<Prisma.Sql> {
    for (let use = 1; use <= 3; use += 1) await read(sql);
    return sql;
  }

  /** The backends that work on a statement with this text. */
  const backendsAt = (text: string) =>
    testDatabase.database.pool.query<{ pid: number }>(
      `SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND query LIKE $1 AND state = 'active' AND pid <> pg_backend_pid()`,
      [`%${text}%`],
    );

  it("each get their own rows, of whatever type, column by column", async () => {
    const double = (n: number) => Prisma.sql`SELECT ${n}::integer * 2 AS value`;
    await named(double(0));
    await named(Prisma.sql`SELECT 'none' AS value WHERE false`);
    const odd = await named(
      Prisma.sql`SELECT NULL AS nothing, 'it''s' AS "a ""quoted"" \\name", true AS value, '{"a": [1]}'::jsonb AS json, ARRAY['x', NULL] AS list,
        timestamptz '2026-01-31 12:00:00.5+02' AS moment FROM generate_series(1, 2)`,
    );
    const [rows, none, ...doubles] = await Promise.all([
      read(odd),
      read(Prisma.sql`SELECT 'none' AS value WHERE false`),
      ...Array.from({ length: 10 }, (_, n) => read(double(n))),
    ]);
    const row = {
      nothing: null,
      'a "quoted" \\name': "it's",
      value: true,
      json: { a: [1] },
      list: ["x", null],
      moment: "2026-01-31T10:00:00.500Z",
    };
    expect(rows).toEqual([row, row]);
    expect(Object.keys(rows?.[0] ?? {})).toEqual(Object.keys(row));
    expect(none).toEqual([]);
    expect(doubles).toEqual(Array.from({ length: 10 }, (_, n) => [{ value: n * 2 }]));
  });

  it("fail by themselves, and leave those around them alone", async () => {
    const divided = (by: number) => Prisma.sql`SELECT 1 / ${by}::integer AS value`;
    await named(divided(1));
    const unsendable = {
      toPostgres: () => {
        throw new Error("cannot be sent");
      },
    };
    const answers = await Promise.allSettled([
      read(divided(1)),
      read(divided(0)),
      read(Prisma.sql`SELECT 1 / ${unsendable}::integer AS value`),
      read(divided(1)),
    ]);
    expect(answers).toMatchObject([
      { status: "fulfilled", value: [{ value: 1 }] },
      { status: "rejected", reason: expect.any(StatementError) },
      { status: "rejected", reason: { cause: { message: "cannot be sent" } } },
      { status: "fulfilled", value: [{ value: 1 }] },
    ]);
    expect(await read(divided(1))).toEqual([{ value: 1 }]);
  });

  it("are read again when they are cancelled in another's place", async () => {
    const slow = (seconds: number) =>
      Prisma.sql`SELECT ${seconds}::float8 AS value, pg_sleep(${seconds}::float8)::text IS NULL AS "isNull"`;
    await named(slow(0));
    const answers = Promise.all([read(slow(1)), read(slow(0.1))]);
    let pid: number | undefined;
    while (pid === undefined) {
      await setTimeout(10);
      pid = (await backendsAt("pg_sleep")).rows[0]?.pid;
    }
    await testDatabase.database.pool.query("SELECT pg_cancel_backend($1)", [pid]);
    expect(await answers).toEqual([[{ value: 1, isNull: false }], [{ value: 0.1, isNull: false }]]);
  });

  it("are read again when the one that was to name them is cancelled", async () => {
    const count = Prisma.sql`SELECT count(*)::integer AS value FROM customer_group`;
    for (let use = 1; use <= 2; use += 1) await read(count);
    const client = await testDatabase.database.pool.connect();
    try {
      await client.query("BEGIN; LOCK TABLE customer_group IN ACCESS EXCLUSIVE MODE");
      const answers = Promise.all([read(count), read(count)]);
      const cancel =
        "SELECT pg_cancel_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'";
      while ((await testDatabase.database.pool.query(cancel)).rowCount === 0) await setTimeout(10);
      await client.query("ROLLBACK");
      expect(await answers).toEqual([[{ value: 0 }], [{ value: 0 }]]);
    } finally {
      client.release();
    }
  });

  it("are described on one connection for all", async () => {
    const sleepy = Prisma.sql`SELECT now() AS value, pg_backend_pid() AS pid, pg_sleep(0.05)::text AS slept`;
    const several = createServerPool(testDatabase.url ?? "", { poolSize: 4 });
    const readers = createReader(several);
    const readSleepy = () => readers.read<{ value: string; pid: number }>(sleepy, { isPlannedOnce: true });
    try {
      for (let use = 1; use <= 3; use += 1) await readSleepy();
      for (let round = 1; round <= 2; round += 1) {
        const rows = (await Promise.all(Array.from({ length: 16 }, readSleepy))).flat();
        expect(new Set(rows.map(({ pid }) => pid)).size).toBe(4);
        for (const { pid, ...row } of rows)
          expect(row).toEqual({ value: expect.stringMatching(/^\d{4}-.*Z$/), slept: "" });
      }
    } finally {
      await several.end();
    }
  });
});
