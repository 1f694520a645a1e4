import type { PoolClient } from "pg";
import { type Database, openDatabase } from "../../src/database/database.js";
import { defaultLimits } from "../../src/execution/limits/limits.js";
import { givenApiKey } from "../api-key/api-key.steps.js";
import { givenCustomer } from "../customer/customer.steps.js";
import { describeOnServer } from "../support/database.js";
import { type Answer, adminKey, type OtherServer, useTestServer } from "../support/server.js";
import { password } from "../user/user.steps.js";

const connectionLimits = { perCaller: 5, perRequest: 2 };

describeOnServer("connections to the database", () => {
  const server = useTestServer();
  let database: Database;
  let limited: OtherServer;
  let otherKey: string;
  beforeAll(async () => {
    const { url } = server.testDatabase;
    database = await openDatabase({
      databaseUrl: url,
      dataDir: "",
      poolSize: 10,
      reservedConnections: 2,
      connectionLimits,
      // Longer than each of these tests takes. A request that gets no connection fails then.
      timeLimitMs: 20_000,
    });
    limited = await server.another({ database, limits: { ...defaultLimits, cost: 1_000_000 } });
  });
  beforeEach(async () => {
    otherKey = (await givenApiKey(server, ["CUSTOMERS_READ"])).secret;
  });
  afterAll(() => database.close());

  const ask = (query: string, credential = adminKey) => limited.as(credential).ask(query);
  /** A count with a unique filter, which waits for the table of addresses. */
  const slowCount = (city: number | string) =>
    `customers(where: {addresses: {some: {city: {contains: "${city}"}}}}) { totalCount }`;
  const counts = { status: 200, data: { customers: { totalCount: 0 } } };

  /** Locks the table of addresses while `work` runs. */
  async function withLockedAddresses<T>(work: () => Promise<T>): Promise<T> {
    const blocker: PoolClient = await server.testDatabase.database.pool.connect();
    try {
      await blocker.query("BEGIN; LOCK TABLE customer_address");
      return await work();
    } finally {
      await blocker.query("ROLLBACK");
      blocker.release();
    }
  }

  /** The number of connections that wait for a lock. */
  async function held(): Promise<number> {
    const { rows } = await server.testDatabase.database.pool.query<{ held: number }>(
      `SELECT count(*)::int AS held FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`,
    );
    return rows[0]?.held ?? 0;
  }

  /** Waits until so many connections wait for a lock and other requests were answered. Returns the number of connections. */
  async function heldFrom(least: number, slow: readonly Promise<Answer>[]): Promise<number> {
    const early = Promise.race(slow).then((answer): never => {
      throw new Error(`Answered before the lock was gone: ${JSON.stringify(answer)}`);
    });
    early.catch(() => {});
    while ((await Promise.race([held(), early])) < least);
    expect(await ask("{ viewer { type } }", otherKey)).toMatchObject({ status: 200 });
    expect(database.pool.waitingCount).toBe(0);
    return held();
  }

  it("are held by one request up to its limit, and the whole request is answered", async () => {
    const aliases = Array.from({ length: 20 }, (_, n) => `a${n}: ${slowCount(n)}`);
    let answer: Promise<Answer> | undefined;
    const most = await withLockedAddresses(() => {
      answer = ask(`{ ${aliases.join(" ")} }`);
      return heldFrom(connectionLimits.perRequest, [answer]);
    });
    expect(most).toBe(connectionLimits.perRequest);
    const { data, errors } = (await answer) ?? {};
    expect({ errors, answered: Object.keys(data ?? {}).length }).toEqual({ errors: undefined, answered: 20 });
  });

  it("are held by one caller up to their limit; others, logins and health checks are answered meanwhile", async () => {
    await givenCustomer(server, { email: "ada@example.com", password });
    const login = `mutation { customerLogin(email: "ada@example.com", password: "${password}") { viewer { type } } }`;
    let slow: Promise<Answer>[] = [];
    await withLockedAddresses(async () => {
      slow = Array.from({ length: 20 }, (_, n) => ask(`{ ${slowCount(n)} }`));
      expect(await heldFrom(connectionLimits.perCaller, slow)).toBe(connectionLimits.perCaller);
      expect(await ask("{ customers { totalCount } }", otherKey)).toMatchObject({
        data: { customers: { totalCount: 1 } },
      });
      expect(await ask(login)).toMatchObject({ data: { customerLogin: { viewer: { type: "CUSTOMER" } } } });
      expect((await limited.app.inject("/readyz")).statusCode).toBe(200);
    });
    expect(await Promise.all(slow)).toEqual(slow.map(() => counts));
  });

  it("are held by one caller's transactions up to their limit", async () => {
    const { id } = await givenCustomer(server);
    const address = `{address1: "1 Demo Street", city: "Rome", countryCode: "IT", postalCode: "00184"}`;
    const create = `mutation { customerAddressCreate(customerId: "${id}", input: ${address}) { userErrors { code } } }`;
    let slow: Promise<Answer>[] = [];
    const most = await withLockedAddresses(() => {
      slow = Array.from({ length: 20 }, () => ask(create));
      return heldFrom(connectionLimits.perCaller, slow);
    });
    expect(most).toBe(connectionLimits.perCaller);
    const created = { status: 200, data: { customerAddressCreate: { userErrors: [] } } };
    expect(await Promise.all(slow)).toEqual(slow.map(() => created));
  });

  it("are held by several callers, each up to their own limit", async () => {
    let slow: Promise<Answer>[] = [];
    const most = await withLockedAddresses(() => {
      const asked = (credential: string) => Array.from({ length: 5 }, (_, n) => ask(`{ ${slowCount(n)} }`, credential));
      slow = [...asked(adminKey), ...asked(otherKey)];
      return heldFrom(2 * connectionLimits.perCaller, slow);
    });
    expect(most).toBe(2 * connectionLimits.perCaller);
    expect(await Promise.all(slow)).toEqual(slow.map(() => counts));
  });

  it("are kept back for finding callers, logins and health checks when all others are taken", async () => {
    await givenCustomer(server, { email: "ada@example.com", password });
    const taken = await Promise.all(Array.from({ length: 10 }, () => database.pool.connect()));
    try {
      expect(await ask("{ viewer { type } }")).toEqual({ status: 200, data: { viewer: { type: "API_KEY" } } });
      const login = `mutation { customerLogin(email: "ada@example.com", password: "${password}") { viewer { type } } }`;
      expect(await ask(login)).toMatchObject({ data: { customerLogin: { viewer: { type: "CUSTOMER" } } } });
      expect((await limited.app.inject("/readyz")).json()).toEqual({ status: "ready" });
    } finally {
      for (const client of taken) client.release();
    }
  });
});
