import { type Database, openDatabase } from "../../src/database/database.js";
import { describeOnServer } from "../support/database.js";
import { adminKey, type OtherServer, useTestServer } from "../support/server.js";
import { watchStatements } from "../support/statements.js";

describeOnServer("a request whose time is up while it waits for a connection", () => {
  const server = useTestServer();
  const waitsMs = 1_000;
  const sent: string[] = [];
  let database: Database;
  let hurried: OtherServer;
  beforeAll(async () => {
    // The caller is found in the meantime.
    const { url } = server.testDatabase;
    database = await openDatabase({ databaseUrl: url, dataDir: "", poolSize: 2, reservedConnections: 2 });
    for (const each of [database.pool, database.reserved.pool]) {
      watchStatements(each, ({ sql }) => sent.push(sql));
    }
    hurried = await server.another({ database, timeLimitMs: waitsMs });
  });
  afterAll(() => database.close());

  const create = 'mutation { customerCreate(input: { firstName: "Ada" }) { customer { firstName } } }';
  it.each<[string, string, Record<string, string>, string | null]>([
    ["a query", '{ customer(id: "cus_1") { id } }', {}, adminKey],
    ["a query by email", '{ customerByEmail(email: "ada@example.com") { id } }', {}, adminKey],
    ["a mutation", create, {}, adminKey],
    ["a mutation that runs once", create, { "idempotency-key": "once" }, adminKey],
    ["a login", 'mutation { login(email: "ada@example.com", password: "secret") { token } }', {}, null],
  ])("a request sends no SQL after its deadline: %s", async (_what, query, headers, credential) => {
    const pools = credential === null ? [database.pool, database.reserved.pool] : [database.pool];
    const taken = await Promise.all(pools.flatMap((each) => Array.from({ length: 2 }, () => each.connect())));
    sent.length = 0;
    const { status } = await hurried.as(credential).ask(query, undefined, headers);
    for (const client of taken) client.release();
    // Requests that waited in the queue before are finished then.
    for (const each of pools) await Promise.all([each.query("SELECT 1"), each.query("SELECT 1")]);
    expect({ status, sent: sent.filter((sql) => sql !== "SELECT 1") }).toEqual({ status: 503, sent: [] });
  });
});
