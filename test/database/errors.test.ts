import { once } from "node:events";
import { type AddressInfo, createServer, type Server, type Socket } from "node:net";
import { setTimeout } from "node:timers/promises";
import pg from "pg";
import { createDatabase, type Database } from "../../src/database/database.js";
import {
  isDatabaseUnavailable,
  isMissingTable,
  isRetryable,
  isUniqueViolation,
} from "../../src/database/errors/errors.js";
import { createServerPool } from "../../src/database/server/server-pool.js";
import { describeOnServer, openTestDatabase, type TestDatabase } from "../support/database.js";

let testDatabase: TestDatabase;
beforeAll(async () => {
  testDatabase = await openTestDatabase();
});
beforeEach(() => testDatabase.reset());
afterAll(() => testDatabase.close());

const prisma = () => testDatabase.database.prisma;
const pool = () => testDatabase.database.pool;

async function errorOf(work: Promise<unknown>): Promise<unknown> {
  try {
    await work;
  } catch (error) {
    return error;
  }
  throw new Error("There was no error.");
}

/** The results of all predicates for an error, so that a test also checks those that must be false. */
const verdict = (error: unknown) => ({
  unique: isUniqueViolation(error),
  retryable: isRetryable(error),
  missingTable: isMissingTable(error),
  unavailable: isDatabaseUnavailable(error),
});
const noVerdict = { unique: false, retryable: false, missingTable: false, unavailable: false };

/** The three ways to send statements. Each has errors of another form. */
const ways: [string, (database: Database, sql: string) => Promise<unknown>][] = [
  ["a raw query", ({ prisma }, sql) => prisma.$executeRawUnsafe(sql)],
  ["a transaction", ({ prisma }, sql) => prisma.$transaction((tx) => tx.$executeRawUnsafe(sql))],
  ["the pool", ({ pool }, sql) => pool.query(sql)],
];

describe.each(ways)("an error from %s", (_way, run) => {
  const failure = (sql: string) => errorOf(run(testDatabase.database, sql));

  test("is a unique violation", async () => {
    const error = await failure("INSERT INTO customer_group (id, name) VALUES ('a', 'VIP'), ('b', 'vip')");
    expect(verdict(error)).toEqual({ ...noVerdict, unique: true });
  });

  test.each(["40001", "40P01"])("is retryable with SQLSTATE %s", async (sqlState) => {
    const error = await failure(`DO $$ BEGIN RAISE EXCEPTION 'test' USING ERRCODE = '${sqlState}'; END $$`);
    expect(verdict(error)).toEqual({ ...noVerdict, retryable: true });
  });

  test("is a missing table", async () => {
    expect(verdict(await failure("SELECT * FROM nowhere"))).toEqual({ ...noVerdict, missingTable: true });
  });

  test.each([
    ["a broken check", "INSERT INTO customer (id) VALUES ('a')"],
    ["a broken foreign key", "INSERT INTO customer_address (id, customer_id) VALUES ('a', 'nobody')"],
    ["bad syntax", "SELEC"],
  ])("is none of these after %s", async (_what, sql) => {
    expect(verdict(await failure(sql))).toEqual(noVerdict);
  });
});

test("a unique violation of a Prisma model query is recognized", async () => {
  const data = { email: "ada@example.com" };
  await prisma().customer.create({ data: { id: "a", ...data } });
  const error = await errorOf(prisma().customer.create({ data: { id: "b", ...data } }));
  expect(verdict(error)).toEqual({ ...noVerdict, unique: true });
});

test("other errors are not recognized as database errors", () => {
  for (const value of [undefined, null, "23505", { code: "23505" }, new Error("no"), new TypeError("no")]) {
    expect(verdict(value)).toEqual(noVerdict);
  }
});

test("a transaction that finds no free connection in time makes the database unavailable", async () => {
  const clients = await Promise.all(Array.from({ length: pool().options.max }, () => pool().connect()));
  const error = await errorOf(prisma().$transaction(async () => {}, { maxWait: 50 }));
  for (const client of clients) client.release();
  expect(isDatabaseUnavailable(error)).toBe(true);
});

test("a transaction that takes too long makes the database unavailable, incorrect use does not", async () => {
  let leaked: Database["prisma"]["customer"] | undefined;
  const tooLate = prisma().$transaction(
    async (tx) => {
      await setTimeout(100);
      await tx.customer.count();
    },
    { timeout: 20 },
  );
  expect(isDatabaseUnavailable(await errorOf(tooLate))).toBe(true);

  await prisma().$transaction(async (tx) => {
    leaked = tx.customer;
  });
  expect(isDatabaseUnavailable(await errorOf(Promise.resolve(leaked?.count())))).toBe(false);
});

describe("a server that", () => {
  let server: Server | undefined;
  afterEach(() => server?.close());

  /** A server that is no database. Each test defines its behavior. */
  async function listen(treat: (socket: Socket) => void): Promise<string> {
    server = createServer(treat).listen(0, "127.0.0.1");
    await once(server, "listening");
    const { port } = server.address() as AddressInfo;
    return `postgres://nobody@127.0.0.1:${port}/nothing`;
  }

  async function expectUnavailable(brokenPool: pg.Pool): Promise<void> {
    const database = createDatabase({ kind: "server", pool: brokenPool, close: () => brokenPool.end() });
    expect(isDatabaseUnavailable(await errorOf(database.prisma.customer.count()))).toBe(true);
    for (const [, run] of ways) expect(isDatabaseUnavailable(await errorOf(run(database, "SELECT 1")))).toBe(true);
    await database.close();
  }

  test("refuses connections is unavailable", () => expectUnavailable(createServerPool("postgres://x@127.0.0.1:1/x")));

  test("has no address is unavailable", () => expectUnavailable(createServerPool("postgres://x@nowhere.invalid/x")));

  test("closes connections is unavailable", async () => {
    await expectUnavailable(createServerPool(await listen((socket) => socket.end())));
  });

  test("resets connections is unavailable", async () => {
    const url = await listen((socket) => socket.once("data", () => socket.resetAndDestroy()));
    await expectUnavailable(createServerPool(url));
  });

  test("never answers is unavailable, also for callers that wait for the same connection", async () => {
    const connectionString = await listen((socket) => socket.on("error", () => {}));
    const slowPool = new pg.Pool({ connectionString, max: 1, connectionTimeoutMillis: 50 });
    const errors = await Promise.all([errorOf(slowPool.query("SELECT 1")), errorOf(slowPool.query("SELECT 1"))]);
    await slowPool.end();
    expect(errors.map(isDatabaseUnavailable)).toEqual([true, true]);
  });
});

test("a closed database is unavailable", async () => {
  const closedPool = createServerPool("postgres://nobody@127.0.0.1:1/nothing");
  await closedPool.end();
  expect(isDatabaseUnavailable(await errorOf(closedPool.query("SELECT 1")))).toBe(true);
});

describeOnServer("a connection the server ends", () => {
  /** Ends all other connections of the test database. */
  const endConnections =
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()";

  async function endConnectionsSoon(): Promise<void> {
    const other = new pg.Client({ connectionString: testDatabase.url });
    await other.connect();
    await other.query(`SELECT pg_sleep(0.1); ${endConnections}`);
    await other.end();
  }

  test("in the middle of a statement is unavailable, and the next statement gets a new one", async () => {
    for (const [, run] of ways) {
      const [error] = await Promise.all([
        errorOf(run(testDatabase.database, "SELECT pg_sleep(5)")),
        endConnectionsSoon(),
      ]);
      expect(isDatabaseUnavailable(error)).toBe(true);
      // Waits until the pool has received the end, too.
      while (pool().totalCount > 0) await setTimeout(10);
      expect(await prisma().customer.count()).toBe(0);
    }
  });

  test("between the statements of a transaction is unavailable, and releases its connection", async () => {
    const transaction = prisma().$transaction(async (tx) => {
      await tx.customer.count();
      await endConnectionsSoon();
      await tx.customer.count();
    });
    expect(isDatabaseUnavailable(await errorOf(transaction))).toBe(true);
    while (pool().totalCount > 0) await setTimeout(10);
  });

  test("because a statement takes too long is unavailable", async () => {
    const error = await errorOf(
      prisma().$transaction(async (tx) => {
        await tx.$executeRaw`SET LOCAL statement_timeout = 20`;
        await tx.$executeRaw`SELECT pg_sleep(5)`;
      }),
    );
    expect(isDatabaseUnavailable(error)).toBe(true);
  });
});
