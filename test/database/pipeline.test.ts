import { setTimeout } from "node:timers/promises";
import { ConnectionsByProcessId } from "../../src/database/cancellation/connections-by-process-id.js";
import { Deadline } from "../../src/database/cancellation/deadline.js";
import { createReader, type PoolReader, StatementError } from "../../src/database/fast-reads/reader.js";
import { Prisma } from "../../src/database/generated/client.js";
import { createServerPool } from "../../src/database/server/server-pool.js";
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

  const read = (sql: Prisma.Sql) => reader.read<{ value: unknown }>(sql, { keepPrepared: true });

  /** Uses a statement until it has a name. From its third use on it is sent in a pipeline. */
  async function named(sql: Prisma.Sql): Promise<Prisma.Sql> {
    for (let use = 1; use <= 3; use += 1) await read(sql);
    return sql;
  }

  /** The backends that run a statement with this text. */
  const backendsAt = (text: string) =>
    testDatabase.database.pool.query<{ pid: number }>(
      `SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND query LIKE $1 AND state = 'active' AND pid <> pg_backend_pid()`,
      [`%${text}%`],
    );

  it("return their own rows, for columns of every type", async () => {
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

  it("fail without affecting other statements", async () => {
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

  const slow = (seconds: number) =>
    Prisma.sql`SELECT ${seconds}::float8 AS value, pg_sleep(${seconds}::float8)::text IS NULL AS "isNull"`;

  /** Cancels the current statement of a connection and then the next one, like a cancel request that comes too late. */
  class LateCancellations extends ConnectionsByProcessId {
    override async cancel(): Promise<void> {
      const { pool } = testDatabase.database;
      const cancelBackend = "SELECT pg_cancel_backend($1)";
      const [first] = (await backendsAt("pg_sleep")).rows;
      const startedAt = async () =>
        (
          await pool.query<{ at: string }>(
            "SELECT query_start::text AS at FROM pg_stat_activity WHERE pid = $1 AND state = 'active'",
            [first?.pid],
          )
        ).rows[0]?.at;
      const before = await startedAt();
      await pool.query(cancelBackend, [first?.pid]);
      for (let now = await startedAt(); now === undefined || now === before; now = await startedAt());
      await pool.query(cancelBackend, [first?.pid]);
    }
  }

  it("are retried if a cancel request hits them instead of another statement", async () => {
    await named(slow(0));
    const deadline = new Deadline(100, new LateCancellations(pool, "server"), () => {});
    const answers = await Promise.allSettled([
      reader.within({ deadline }).read(slow(60), { keepPrepared: true }),
      read(slow(2)),
    ]);
    expect(answers).toMatchObject([
      { status: "rejected", reason: { cause: { code: "57014" } } },
      { status: "fulfilled", value: [{ value: 2, isNull: false }] },
    ]);
  });

  it("are not retried after a statement timeout, or a cancellation by another client", async () => {
    const impatient = createServerPool(testDatabase.url ?? "", { poolSize: 1, timeLimitMs: 500 });
    const readers = createReader(impatient);
    const attempt = Prisma.sql`SELECT nextval('attempts')::integer AS value, pg_sleep(${0}::float8)::text AS slept`;
    const attemptFor = (seconds: number) =>
      readers.read({ text: attempt.text, values: [seconds] }, { keepPrepared: true });
    try {
      await testDatabase.database.pool.query("CREATE SEQUENCE attempts");
      for (let use = 1; use <= 3; use += 1) await attemptFor(0);
      const answers = await Promise.allSettled([attemptFor(60), attemptFor(0)]);
      expect(answers).toMatchObject([
        { status: "rejected", reason: { cause: { code: "57014" } } },
        { status: "fulfilled", value: [{ value: 5 }] },
      ]);
    } finally {
      await impatient.end();
    }
  });

  it("are not sent if their deadline passes while they wait for a connection", async () => {
    const sequence = Prisma.sql`SELECT nextval('late')::integer AS value`;
    const cancelled: unknown[] = [];
    class RecordedCancellations extends ConnectionsByProcessId {
      override async cancel(client: unknown): Promise<void> {
        cancelled.push(client);
      }
    }
    await testDatabase.database.pool.query("CREATE SEQUENCE late");
    await named(sequence);
    const taken = await pool.connect();
    let isOver = () => {};
    const over = new Promise<void>((resolve) => {
      isOver = resolve;
    });
    const late = reader.within({ deadline: new Deadline(50, new RecordedCancellations(pool, "server"), isOver) });
    const answers = Promise.allSettled([
      late.read(sequence, { keepPrepared: true }),
      late.read(sequence, { keepPrepared: true, dedicatedConnection: true }),
      read(sequence),
    ]);
    await over;
    taken.release();
    expect(await answers).toMatchObject([
      { status: "rejected", reason: { cause: { name: "DeadlineExceeded" } } },
      { status: "rejected", reason: { cause: { name: "DeadlineExceeded" } } },
      { status: "fulfilled", value: [{ value: 4 }] },
    ]);
    expect(cancelled).toEqual([]);
  });

  it("are retried if the statement that would have prepared them is cancelled", async () => {
    const count = Prisma.sql`SELECT count(*)::integer AS value FROM customer_group`;
    for (let use = 1; use <= 2; use += 1) await read(count);
    const client = await testDatabase.database.pool.connect();
    try {
      await client.query("BEGIN; LOCK TABLE customer_group IN ACCESS EXCLUSIVE MODE");
      const answers = Promise.allSettled([read(count), read(count)]);
      const cancel =
        "SELECT pg_cancel_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'";
      while ((await testDatabase.database.pool.query(cancel)).rowCount === 0) await setTimeout(10);
      await client.query("ROLLBACK");
      expect(await answers).toMatchObject([
        { status: "rejected", reason: { cause: { code: "57014" } } },
        { status: "fulfilled", value: [{ value: 0 }] },
      ]);
    } finally {
      client.release();
    }
  });

  it("are described once for all connections", async () => {
    const sleepy = Prisma.sql`SELECT now() AS value, pg_backend_pid() AS pid, pg_sleep(0.05)::text AS slept`;
    const several = createServerPool(testDatabase.url ?? "", { poolSize: 4 });
    const readers = createReader(several);
    const readSleepy = () => readers.read<{ value: string; pid: number }>(sleepy, { keepPrepared: true });
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
