import type { PoolClient } from "pg";
import { Deadline } from "../../../src/database/cancellation/deadline.js";
import { Pauses } from "../../../src/graphql/event-loop/pauses.js";
import { givenCustomers } from "../../customer/customer.steps.js";
import { describeOnServer } from "../../support/database.js";
import { adminKey, type OtherServer, useTestServer } from "../../support/server.js";

// Long enough for requests that do not wait, also on a busy machine.
const timeLimitMs = 4_000;
const timedOut = {
  status: 503,
  errors: [
    {
      message: "The request took longer than 4000 ms. Its changes may have been saved or not.",
      extensions: { code: "SERVICE_UNAVAILABLE" },
    },
  ],
};

describe("the time limit of requests", () => {
  const server = useTestServer();
  let limited: OtherServer;
  beforeAll(async () => {
    limited = await server.another({ timeLimitMs });
  });
  const pool = () => server.testDatabase.database.pool;
  const ask = (query: string) => limited.as(adminKey).ask(query);

  beforeEach(() => {
    server.log.length = 0;
  });
  /** Returns the lines of the log that are warnings or errors, without their details. */
  const loggedProblems = () =>
    server.log
      .map((line) => JSON.parse(line))
      .filter(({ level }) => level >= 40)
      .map(({ level, msg }) => ({ level, msg }));
  const oneWarning = [{ level: 40, msg: "request took too long" }];

  /** Uses all connections of the pool while `work` runs. */
  async function withoutConnections<T>(work: () => Promise<T>): Promise<T> {
    const taken = await Promise.all(Array.from({ length: pool().options.max }, () => pool().connect()));
    try {
      return await work();
    } finally {
      for (const client of taken) client.release();
    }
  }

  describe("a request that waits for a connection for longer than the time limit", () => {
    it.each([
      ["a query", '{ customer(id: "cus_1") { id } }'],
      ["a mutation", 'mutation { customerCreate(input: { firstName: "Ada" }) { customer { firstName } } }'],
    ])("is answered, and writes nothing later: %s", async (_what, query) => {
      const { status, errors } = await withoutConnections(() => ask(query));
      expect({ status, errors, log: loggedProblems() }).toEqual({ ...timedOut, log: oneWarning });
      // Requests that waited in the queue before are finished then.
      const { rows } = await pool().query("SELECT count(*)::int AS count FROM customer");
      expect(rows).toEqual([{ count: 0 }]);
      expect((await server.ask(query)).status).toBe(200);
    });

    it("gets a Retry-After header", async () => {
      const response = await withoutConnections(() =>
        limited.app.inject({
          method: "POST",
          url: "/graphql",
          headers: { authorization: "Bearer unknown" },
          payload: { query: "{ customers { totalCount } }" },
        }),
      );
      expect(response.statusCode).toBe(503);
      expect(response.headers).toMatchObject({
        "retry-after": "1",
        "content-type": "application/json; charset=utf-8",
        "x-request-id": expect.any(String),
      });
    });
  });

  describe("a request that notices its deadline before the late timer fires", () => {
    const isOver = jest.spyOn(Deadline.prototype, "isOver", "get");
    const pause = jest.spyOn(Pauses.prototype, "pause");
    const isDue = jest.spyOn(Pauses.prototype, "isDue", "get");
    afterEach(() => {
      for (const spy of [isOver, pause, isDue]) spy.mockReset();
    });
    afterAll(() => {
      for (const spy of [isOver, pause, isDue]) spy.mockRestore();
    });
    const create = 'mutation { customerCreate(input: { firstName: "Ada" }) { customer { firstName } } }';

    it.each<[string, string, Record<string, string>]>([
      ["a query", '{ customer(id: "cus_1") { id } }', {}],
      ["a list", "{ customers { nodes { id } } }", {}],
      ["a mutation", create, {}],
      ["a mutation that runs once", create, { "idempotency-key": "late" }],
      ["a login", 'mutation { login(email: "ada@example.com", password: "secret") { token } }', {}],
    ])(
      "is answered, and logged once as a warning, for new and cached operations: %s",
      async (_what, query, headers) => {
        // The caller is cached then.
        expect(await ask("{ customers { totalCount } }")).toMatchObject({ status: 200 });
        isOver.mockReturnValue(true);
        for (let use = 1; use <= 5; use += 1) {
          server.log.length = 0;
          const { status, errors } = await limited.as(adminKey).ask(query, undefined, headers);
          expect({ status, errors, log: loggedProblems() }).toEqual({ ...timedOut, log: oneWarning });
        }
        isOver.mockReset();
        expect(await pool().query("SELECT FROM customer")).toMatchObject({ rowCount: 0 });
      },
    );

    it("is answered while a large response is written", async () => {
      await givenCustomers(server, 60);
      const fields = "id email firstName lastName companyName phone createdAt updatedAt";
      const lists = Array.from({ length: 8 }, (_, n) => `list${n}: customers(first: 250) { nodes { ${fields} } }`);
      const large = `{ ${lists.join(" ")} }`;
      for (let use = 1; use <= 5; use += 1) expect(await ask(large)).toMatchObject({ status: 200 });
      isDue.mockReturnValue(true);
      pause.mockImplementation(async () => void isOver.mockReturnValue(true));
      expect(await ask(large)).toEqual(timedOut);
      expect(pause).toHaveBeenCalled();
      expect(loggedProblems()).toEqual(oneWarning);
    });
  });

  describeOnServer("a request whose SQL takes longer than the time limit", () => {
    const statementsUnderWay = `
      SELECT query FROM pg_stat_activity
      WHERE datname = current_database() AND pid <> pg_backend_pid() AND (state = 'active' OR state LIKE 'idle in transaction%')
        AND pid <> $1`;

    /** Locks a table while `work` runs, then waits until no connection waits for the table. */
    async function withLockedTable<T>(table: string, work: () => Promise<T>): Promise<T> {
      const blocker: PoolClient = await pool().connect();
      try {
        await blocker.query(`BEGIN; LOCK TABLE ${table}`);
        const { rows } = await blocker.query<{ pid: number }>("SELECT pg_backend_pid() AS pid");
        const result = await work();
        // The statements were cancelled and not completed, because the lock is still held.
        while ((await pool().query(statementsUnderWay, [rows[0]?.pid])).rowCount !== 0);
        return result;
      } finally {
        await blocker.query("ROLLBACK");
        blocker.release();
      }
    }

    it("is answered, and its SQL is cancelled: a new or cached query", async () => {
      const lookup = '{ customer(id: "cus_1") { id } }';
      for (let time = 1; time <= 3; time += 1) {
        const answer = await withLockedTable("customer", () => ask(lookup));
        expect(answer).toEqual(timedOut);
        expect(await ask(lookup)).toEqual({ status: 200, data: { customer: null } });
        expect(loggedProblems()).toEqual(oneWarning);
        server.log.length = 0;
      }
    });

    it("is answered, and its transaction is rolled back: a mutation", async () => {
      const create = `mutation {
        customerCreate(input: { firstName: "Ada", addresses: [{ address1: "1 Demo Street", city: "Rome", countryCode: "IT", postalCode: "00184" }] }) {
          customer { firstName }
        }
      }`;
      const answer = await withLockedTable("customer_address", () => ask(create));
      expect({ ...answer, log: loggedProblems() }).toEqual({ ...timedOut, log: oneWarning });
      const { rows } = await pool().query("SELECT count(*)::int AS count FROM customer");
      expect(rows).toEqual([{ count: 0 }]);
      expect(await server.ask(create)).toEqual({
        status: 200,
        data: { customerCreate: { customer: { firstName: "Ada" } } },
      });
    });

    it("keeps its connections usable for other requests", async () => {
      await withLockedTable("customer", () =>
        Promise.all(Array.from({ length: 30 }, () => ask('{ customer(id: "cus_1") { id } }'))),
      );
      const answers = await Promise.all(Array.from({ length: 100 }, () => server.ask("{ customers { totalCount } }")));
      expect(answers).toEqual(answers.map(() => ({ status: 200, data: { customers: { totalCount: 0 } } })));
    });
  });
});
