import { setTimeout } from "node:timers/promises";
import type { FastifyInstance } from "fastify";
import { pino } from "pino";
import { saveRootKey } from "../../src/access/api-key/root-key.js";
import { type Database, openDatabase } from "../../src/database/database.js";
import { databaseStatus } from "../../src/database/database-status.js";
import { migrate } from "../../src/database/migrations/migrate.js";
import { createServer } from "../../src/server.js";
import { adminKey } from "../support/server.js";
import { hasPostgresPrograms, TemporaryCluster } from "../support/temporary-cluster.js";

const whatIsTested = "a server with a replica";
if (!hasPostgresPrograms) describe.skip(`${whatIsTested} (skipped: needs PostgreSQL's programs, see PG_BIN)`, tests);
else describe(whatIsTested, tests);

const names = "{ customers { nodes { firstName } } }";
const create =
  "mutation ($firstName: String!) { customerCreate(input: { firstName: $firstName }) { customer { firstName } } }";

function tests() {
  let primary: TemporaryCluster;
  let replica: TemporaryCluster;
  let databases: Database[] = [];
  let instances: FastifyInstance[] = [];
  const warnings: string[] = [];

  beforeAll(async () => {
    primary = await TemporaryCluster.create();
    replica = await primary.createReplica();
    const options = { databaseUrl: primary.url, replicaUrls: [replica.url], dataDir: "", poolSize: 4 };
    const onWarning = (message: string) => warnings.push(message);
    databases = await Promise.all([openDatabase({ ...options, onWarning }), openDatabase({ ...options, onWarning })]);
    const [first] = databases;
    if (first === undefined) return;
    await migrate(first.pool);
    await saveRootKey(first.prisma, adminKey);
    const logger = pino({ level: "silent" });
    instances = await Promise.all(databases.map((database) => createServer({ database, logger })));
  }, 120_000);
  afterAll(async () => {
    for (const app of instances) await app.close();
    for (const database of databases) await database.close();
    await replica?.remove();
    await primary?.remove();
  });
  beforeEach(async () => {
    await sql(0, "SET session_replication_role = replica; DELETE FROM customer; RESET session_replication_role");
    await settled();
  });

  const sql = async (instance: number, text: string) => databases[instance]?.pool.query(text);

  async function ask(instance: number, query: string, variables = {}) {
    const response = await instances[instance]?.inject({
      method: "POST",
      url: "/graphql",
      headers: { authorization: `Bearer ${adminKey}` },
      payload: { query, variables },
    });
    return response?.json();
  }
  const namesFrom = async (instance: number): Promise<string[]> =>
    (await ask(instance, names)).data.customers.nodes.map(({ firstName }: { firstName: string }) => firstName);

  /** The number of scans of the customers table on a server. The statistics have a delay. */
  async function scansOn({ url }: TemporaryCluster): Promise<number> {
    const direct = await openDatabase({ databaseUrl: url, dataDir: "" });
    const { rows } = await direct.pool.query<{ count: number }>(
      "SELECT (seq_scan + idx_scan)::int AS count FROM pg_stat_user_tables WHERE relname = 'customer'",
    );
    await direct.close();
    return rows[0]?.count ?? 0;
  }

  /** Waits until each instance reads from the replica. */
  async function settled(): Promise<void> {
    for (const database of databases) {
      while ((await database.replicas?.choose()) === undefined) await setTimeout(20);
    }
  }

  it("is not ready if it would write to the replica", async () => {
    const standby = await openDatabase({ databaseUrl: replica.url, dataDir: "" });
    try {
      expect(await databaseStatus(standby.pool)).toBe("read-only");
    } finally {
      await standby.close();
    }
  });

  it("reads queries from the replica, for new and cached operations, and everything else from the primary", async () => {
    await ask(0, create, { firstName: "Ada" });
    await settled();
    const before = await scansOn(replica);
    for (let time = 1; time <= 20; time += 1) expect(await namesFrom(0)).toEqual(["Ada"]);
    while ((await scansOn(replica)) < before + 20) await setTimeout(100);
  }, 60_000);

  it("shows committed writes on every instance, even if the replica lags", async () => {
    const direct = await openDatabase({ databaseUrl: replica.url, dataDir: "" });
    await direct.pool.query("SELECT pg_wal_replay_pause()");
    await ask(0, create, { firstName: "Ada" });
    expect(await namesFrom(1)).toEqual(["Ada"]);
    expect(await namesFrom(0)).toEqual(["Ada"]);
    const { rows } = await direct.pool.query("SELECT count(*)::int AS count FROM customer");
    expect(rows).toEqual([{ count: 0 }]);
    expect(warnings).toContain("A replica cannot be read from; queries go to the primary meanwhile.");
    await direct.pool.query("SELECT pg_wal_replay_resume()");
    await direct.close();
    await settled();
    expect(await namesFrom(1)).toEqual(["Ada"]);
  }, 60_000);

  it("shows a write immediately after it, repeatedly", async () => {
    const expected: string[] = [];
    for (let count = 1; count <= 50; count += 1) {
      const firstName = `Ada ${count}`;
      await ask(count % 2, create, { firstName });
      expected.push(firstName);
      expect(await namesFrom((count + 1) % 2)).toEqual(expected.slice(0, 50));
    }
  }, 60_000);

  it("uses the primary while the replica is unavailable, and the replica after it returns", async () => {
    await ask(0, create, { firstName: "Ada" });
    await replica.stop();
    const answers = await Promise.all(Array.from({ length: 10 }, () => namesFrom(0)));
    expect(answers).toEqual(answers.map(() => ["Ada"]));
    await replica.start();
    await settled();
    expect(await namesFrom(0)).toEqual(["Ada"]);
  }, 60_000);

  it("does not read from a server that is not a standby", async () => {
    const alone = await openDatabase({ databaseUrl: primary.url, replicaUrls: [primary.url], dataDir: "" });
    expect(await alone.replicas?.choose()).toBeUndefined();
    await alone.close();
  });
}
