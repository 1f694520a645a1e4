import { setTimeout } from "node:timers/promises";
import type { FastifyInstance, InjectOptions } from "fastify";
import { pino } from "pino";
import { type Database, openDatabase } from "../../src/database/database.js";
import { createServer } from "../../src/server.js";
import { describeOnServer } from "../support/database.js";
import { adminKey, useTestServer } from "../support/server.js";

const lookup = '{ customer(id: "cus_1") { id } }';
const unavailable = expect.objectContaining({
  message: "The database is unavailable or overloaded. Try again in a moment.",
  extensions: { code: "SERVICE_UNAVAILABLE" },
});

describe.each([
  ["nothing listens at its port", "postgres://shop:pass-word@127.0.0.1:1/shop"],
  ["its host has no address", "postgres://shop:pass-word@shop.invalid/shop"],
])("while the database is unavailable because %s", (_why, databaseUrl) => {
  let database: Database;
  let app: FastifyInstance;
  const log: string[] = [];

  beforeAll(async () => {
    database = await openDatabase({ databaseUrl, dataDir: "unused" });
    const logger = pino({ level: "warn" }, { write: (line) => log.push(line) });
    app = await createServer({ database, logger });
  });
  afterAll(async () => {
    await app.close();
    await database.close();
  });

  async function ask(query: string) {
    const headers = { authorization: `Bearer ${adminKey}` };
    const response = await app.inject({ method: "POST", url: "/graphql", headers, payload: { query } });
    return { status: response.statusCode, retryAfter: response.headers["retry-after"], ...response.json() };
  }

  it.each([
    ["a lookup", lookup],
    ["a list", "{ customers { nodes { id } } }"],
    ["a count", "{ customers { totalCount } }"],
    ["an operation that needs the database only to find the caller", '{ country(code: "it") { iso3 } }'],
    ["a mutation", 'mutation { customerCreate(input: { firstName: "Ada" }) { customer { id } } }'],
  ])("the response has the HTTP status 503: %s", async (_what, query) => {
    expect(await ask(query)).toMatchObject({ status: 503, retryAfter: "1", errors: [unavailable] });
  });

  it.each<InjectOptions>([
    { method: "POST", url: "/files", payload: "a" },
    { method: "GET", url: "/files/file_1" },
  ])("the response has the HTTP status 503: $method $url", async (request) => {
    const response = await app.inject({ ...request, headers: { authorization: `Bearer ${adminKey}` } });
    expect([response.statusCode, response.headers["retry-after"]]).toEqual([503, "1"]);
    expect(response.json()).toEqual({ errors: [unavailable] });
  });

  it("operations without a caller are answered", async () => {
    expect(await ask("{ __typename }")).toMatchObject({ status: 200, data: { __typename: "Query" } });
  });

  it("/healthz is healthy and /readyz is not", async () => {
    const alive = await app.inject({ url: "/healthz" });
    const ready = await app.inject({ url: "/readyz" });
    expect([alive.statusCode, alive.json()]).toEqual([200, { status: "ok" }]);
    expect([ready.statusCode, ready.json()]).toEqual([503, { status: "unavailable" }]);
  });

  it("the log does not contain the URL of the database, which contains a password", async () => {
    log.length = 0;
    await ask(lookup);
    expect(log).toHaveLength(1);
    expect(log[0]).toContain('"msg":"operation failed"');
    expect(log[0]).not.toMatch(/pass-word|postgres:/);
  });
});

const cutWaiting = `
  SELECT pid, pg_terminate_backend(pid) FROM pg_stat_activity
  WHERE datname = current_database() AND wait_event_type = 'Lock'`;

describeOnServer("when the connection of an operation is cut", () => {
  const server = useTestServer();

  const create = 'mutation { customerCreate(input: { email: "ada@example.com" }) { customer { id } } }';
  const register =
    'mutation { customerCreate(input: { email: "ada@example.com", password: "correct horse 1" }) { customer { id } } }';

  it.each([
    ["a query", lookup],
    ["a mutation in one statement, which is not repeated", create],
    ["a mutation in a transaction, which is not repeated", register],
  ])("answers SERVICE_UNAVAILABLE, and the next request normally: %s", async (_what, operation) => {
    const { pool, prisma } = server.testDatabase.database;
    // The pool can also emit 'error'. An 'error' event without a listener would end the test.
    pool.on("error", () => {});
    const blocker = await pool.connect();
    await blocker.query("BEGIN");
    await blocker.query("LOCK TABLE customer");
    let isAnswered = false;
    const waiting = server.ask(operation).finally(() => {
      isAnswered = true;
    });
    const cut = new Set<number>();
    while (!isAnswered) {
      for (const { pid } of (await pool.query<{ pid: number }>(cutWaiting)).rows) cut.add(pid);
      await setTimeout(10);
    }
    const answer = await waiting;
    await blocker.query("ROLLBACK");
    blocker.release();
    expect(answer).toMatchObject({ status: 503, errors: [unavailable] });
    expect(cut.size).toBe(1);
    expect(await prisma.customer.count()).toBe(0);
    expect(await server.ask(lookup)).toEqual({ status: 200, data: { customer: null } });
  });
});
