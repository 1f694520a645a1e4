import { setTimeout } from "node:timers/promises";
import { type Database, openDatabase } from "../../src/database/database.js";
import { describeOnServer } from "../support/database.js";
import { DatabaseProxy } from "../support/database-proxy.js";
import { adminKey, type OtherServer, useTestServer } from "../support/server.js";

const timeLimitMs = 1_500;
const query = "{ customers { totalCount } }";
const mutation = 'mutation { customerCreate(input: { firstName: "Ada" }) { customer { firstName } } }';

describeOnServer("a server whose database goes away and comes back", () => {
  let proxy: DatabaseProxy;
  let database: Database;
  let away: OtherServer;
  // Before the server of the file closes: it drops the database.
  afterAll(async () => {
    await away?.app.close();
    await database?.close();
    await proxy?.close();
  });
  const server = useTestServer();

  beforeAll(async () => {
    proxy = await DatabaseProxy.start(server.testDatabase.url ?? "");
    database = await openDatabase({ databaseUrl: proxy.url, dataDir: "", timeLimitMs, poolSize: 4 });
    away = await server.another({ database, timeLimitMs });
  });

  const ask = (text: string) => away.as(adminKey).ask(text);
  const readiness = async () => (await away.app.inject({ url: "/readyz" })).statusCode;

  /** Waits until the server has working connections again, without a restart. */
  async function working(): Promise<void> {
    for (let round = 1; ; round += 1) {
      const answers = await Promise.all([query, mutation, query, mutation].map(ask));
      if (answers.every(({ status }) => status === 200) && (await readiness()) === 200) return;
      // This takes seconds, because each round takes no longer than the time limit.
      if (round === 10) throw new Error(`The server does not come back: ${JSON.stringify(answers)}`);
      await setTimeout(100);
    }
  }

  it.each([
    ["breaks all connections", () => proxy.cut()],
    ["hangs, so that nothing is answered and no connection breaks", () => proxy.hang()],
  ])(
    "when it %s",
    async (_how, takeAway) => {
      // Several connections, and cached operations.
      await Promise.all([query, mutation, query, mutation, query, mutation].map(ask));
      takeAway();
      for (let round = 1; round <= 2; round += 1) {
        const answers = await Promise.all(
          [query, mutation, query, mutation, "{ customers { nodes { id } } }"].map(ask),
        );
        for (const { status, errors, data } of answers) {
          expect({ status, data }).toEqual({ status: 503, data: status === 503 ? data : undefined });
          expect(errors?.[0]?.extensions).toEqual({ code: "SERVICE_UNAVAILABLE" });
        }
      }
      expect(await readiness()).toBe(503);
      expect((await away.app.inject({ url: "/healthz" })).statusCode).toBe(200);
      proxy.restore();
      await working();
    },
    60_000,
  );
});
