import { setTimeout } from "node:timers/promises";
import type { Pool } from "pg";
import { pino } from "pino";
import { openDatabase } from "../../src/database/database.js";
import { createServer } from "../../src/server.js";
import { killServersAfterEach, type ServerProcess, startServer } from "../process/server-process.js";
import { describeOnServer } from "../support/database.js";
import { adminKey, useTestServer } from "../support/server.js";
import { Subscriber, stopSubscribersAfterEach } from "./subscriber.js";

killServersAfterEach();
stopSubscribersAfterEach();

const ready = "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND query = 'LISTEN change'";
const cut = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND";

interface Row {
  readonly id: string;
  readonly subject_id: string;
}

describeOnServer("several servers on one database", () => {
  const server = useTestServer();
  const pool = (): Pool => server.testDatabase.database.pool;
  const url = () => server.testDatabase.url ?? "";

  // The pool also emits 'error' for connections that tests break. An 'error' event without a listener would end the test.
  beforeAll(() => void pool().on("error", () => {}));

  /** The changes in the table in order, without the creation of the root key and the writes of subscribers. */
  async function committed(): Promise<Row[]> {
    const { rows } = await pool().query<Row>(
      `SELECT id, subject_id FROM change WHERE subject_id <> 'apk_root'
         AND coalesce(request_id, '') NOT LIKE 'probe-%' ORDER BY sequence`,
    );
    return rows;
  }

  /** Expects that all committed changes have arrived once, nothing else has, and the changes of each subject are in order. */
  async function expectAllOf(subscriber: Subscriber) {
    const rows = await committed();
    await subscriber.until(() => subscriber.changes.length >= rows.length);
    await subscriber.caughtUp(pool());
    const arrived = subscriber.changes.map(({ id, subjectId }) => ({ id, subject_id: subjectId }));
    expect(bySubject(arrived)).toEqual(bySubject(rows));
    expect(new Set(arrived.map(({ id }) => id)).size).toBe(arrived.length);
  }

  async function start(): Promise<ServerProcess> {
    const settings = { DATABASE_URL: url(), ADMIN_API_KEY: adminKey, DATABASE_POOL_SIZE: "6" };
    const started = await startServer(settings);
    started.key = adminKey;
    return started;
  }

  it("each deliver exactly the changes of all servers, also when the listening connections break", async () => {
    const servers = await Promise.all([start(), start()]);
    const subscribers = await Promise.all(servers.map((each) => new Subscriber({ url: each.url }).begun(pool())));
    await pool().query("INSERT INTO customer (id, first_name) VALUES ('cus_shared', 'Ada')");
    let made = 0;
    const writers = servers.flatMap((each) =>
      [1, 2].map(async (writer) => {
        for (let round = 0; round < 25; round += 1) {
          await tenMutations(each, `${each.pid} ${writer} ${round}`);
          made += 10;
        }
      }),
    );
    while (made < 300 || (await pool().query(ready)).rowCount !== 2) await setTimeout(10);
    expect((await pool().query(`${cut} query = 'LISTEN change'`)).rowCount).toBe(2);
    await Promise.all(writers);
    expect(made).toBe(1_000);
    expect((await committed()).length).toBeGreaterThan(1_000);
    for (const subscriber of subscribers) await expectAllOf(subscriber);
    for (const each of servers) expect(each.output).toContain("New changes could not be read from the database.");

    while ((await pool().query(ready)).rowCount !== 2) await setTimeout(20);
    await tenMutations(servers[0] as ServerProcess, "afterwards");
    for (const subscriber of subscribers) await expectAllOf(subscriber);
  }, 240_000);
});

/** Runs ten mutations of customers, addresses, groups and members. All servers change one of the customers. One mutation is refused. */
async function tenMutations(server: ServerProcess, name: string): Promise<void> {
  const { made, group } = await server.ask<{
    made: { customer: { id: string } };
    group: { customerGroup: { id: string } };
  }>(
    `mutation ($name: String!) {
      made: customerCreate(input: { firstName: $name, addresses: [{ address1: "Via Appia 1", city: "Roma", countryCode: "it", postalCode: "00184" }] }) { customer { id } }
      group: customerGroupCreate(input: { name: $name }) { customerGroup { id } }
    }`,
    { name },
  );
  await server.ask(
    `mutation ($id: ID!, $groupId: ID!, $name: String!) {
      a: customerUpdate(id: $id, input: { lastName: $name }) { userErrors { code } }
      b: customerGroupAddCustomers(id: $groupId, customerIds: [$id]) { userErrors { code } }
      c: customerGroupCreate(input: { name: $name }) { userErrors { code } }
      d: customerUpdate(id: "cus_shared", input: { lastName: $name }) { userErrors { code } }
      e: customerGroupRemoveCustomers(id: $groupId, customerIds: [$id]) { userErrors { code } }
      f: customerDelete(id: $id) { userErrors { code } }
      g: customerRestore(id: $id) { userErrors { code } }
      h: customerUpdate(id: $id, input: { firstName: null, lastName: null }) { userErrors { code } }
    }`,
    { id: made.customer.id, groupId: group.customerGroup.id, name },
  );
}

function bySubject(rows: readonly Row[]): Map<string, string[]> {
  const result = new Map<string, string[]>();
  for (const { id, subject_id } of rows) result.set(subject_id, [...(result.get(subject_id) ?? []), id]);
  return result;
}

describeOnServer("one server of several", () => {
  const server = useTestServer();
  const pool = (): Pool => server.testDatabase.database.pool;
  const log: string[] = [];
  let url: string;
  let close: () => Promise<void>;

  beforeEach(async () => {
    log.length = 0;
    pool().on("error", () => {});
    const dataDir = "unused";
    const database = await openDatabase({ databaseUrl: server.testDatabase.url, dataDir, poolSize: 1 });
    const app = await createServer({ database, logger: pino({ level: "warn" }, { write: (line) => log.push(line) }) });
    url = await app.listen({ host: "127.0.0.1", port: 0 });
    close = async () => {
      await app.close();
      await database.close();
    };
  });
  afterEach(() => close());

  it("delivers the changes of a long transaction late, without delaying or losing other changes", async () => {
    const subscriber = await new Subscriber({ url }).begun(pool());
    const late = await pool().connect();
    await late.query("BEGIN");
    await late.query("INSERT INTO customer (id, first_name) VALUES ('cus_late', 'Ada')");
    await pool().query("INSERT INTO customer (id, first_name) VALUES ('cus_early', 'Grace')");
    await subscriber.caughtUp(pool());
    expect(subscriber.changes.map(({ subjectId }) => subjectId)).toEqual(["cus_early"]);

    const later = await new Subscriber({ url }).begun(pool());
    await late.query("COMMIT");
    late.release();
    for (const each of [subscriber, later]) await each.caughtUp(pool());
    expect(subscriber.changes.map(({ subjectId }) => subjectId)).toEqual(["cus_early", "cus_late"]);
    expect(later.changes.map(({ subjectId }) => subjectId)).toEqual(["cus_late"]);
  });

  it("continues after all connections were broken, with the changes of that time, and logs it", async () => {
    const subscriber = await new Subscriber({ url }).begun(pool());
    await pool().query(`${cut} pid <> pg_backend_pid()`);
    await pool().query("INSERT INTO customer (id, first_name) VALUES ('cus_1', 'Ada')");
    await subscriber.until(() => subscriber.changes.length === 1);
    await subscriber.caughtUp(pool());
    expect(subscriber.changes.map(({ subjectId }) => subjectId)).toEqual(["cus_1"]);
    expect(log.join()).toContain("New changes could not be read from the database.");
  });
});
