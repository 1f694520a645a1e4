import { setTimeout } from "node:timers/promises";
import { describeOnServer, openTestDatabase, type TestDatabase } from "../support/database.js";
import { adminKey } from "../support/server.js";
import { killServersAfterEach, type ServerProcess, startServer } from "./server-process.js";

killServersAfterEach();

const query = `mutation {
  customerCreate(input: { firstName: "Ada", addresses: [{ address1: "1 Demo Street", city: "Rome", countryCode: "IT", postalCode: "00184" }] }) {
    customer { id groups { totalCount } }
  }
}`;

describeOnServer("a mutation with an Idempotency-Key whose process is killed", () => {
  let testDatabase: TestDatabase;
  beforeAll(async () => {
    testDatabase = await openTestDatabase();
  });
  beforeEach(() => testDatabase.reset());
  afterAll(() => testDatabase.close());

  const pool = () => testDatabase.database.pool;
  const start = () => startServer({ DATABASE_URL: testDatabase.url ?? "", ADMIN_API_KEY: adminKey });
  const customers = async () => (await pool().query<{ id: string }>("SELECT id FROM customer")).rows;

  async function send({ url }: ServerProcess) {
    const response = await fetch(url, {
      method: "POST",
      headers: { "content-type": "application/json", authorization: `Bearer ${adminKey}`, "idempotency-key": "key-1" },
      body: JSON.stringify({ query }),
    });
    return {
      status: response.status,
      ...((await response.json()) as { data: unknown; errors?: { extensions: { requestId?: string } }[] }),
    };
  }

  /** Kills the server while it waits for a table. */
  async function killAt(table: string, server: ServerProcess): Promise<void> {
    const blocker = await pool().connect();
    await blocker.query(`BEGIN; LOCK TABLE ${table}`);
    const outcome = send(server).then(
      () => "answered",
      () => "cut",
    );
    const waiting = `SELECT FROM pg_locks WHERE NOT granted AND relation = '${table}'::regclass`;
    while ((await pool().query(waiting)).rowCount === 0) await setTimeout(10);
    server.signal("SIGKILL");
    await server.exitCode;
    await blocker.query("COMMIT");
    blocker.release();
    expect(await outcome).toBe("cut");
  }

  /** Sends the mutation until it no longer counts as running. The lease of the killed process must end first. */
  async function sendUntilOver(server: ServerProcess) {
    for (;;) {
      const answer = await send(server);
      if (answer.status !== 409) return answer;
      expect(answer.errors).toMatchObject([{ extensions: { code: "IDEMPOTENCY_KEY_IN_USE" } }]);
      await setTimeout(200);
    }
  }

  it("runs on another server if the transaction was not committed", async () => {
    const [first, second] = await Promise.all([start(), start()]);
    await killAt("customer_address", first);
    const answer = await sendUntilOver(second);
    expect(answer).toMatchObject({
      status: 200,
      data: { customerCreate: { customer: { groups: { totalCount: 0 } } } },
    });
    expect(await customers()).toHaveLength(1);
    expect(await send(second)).toEqual(answer);
    expect(await customers()).toHaveLength(1);
  }, 120_000);

  it("does not run again if the transaction was committed and the response was lost", async () => {
    const [first, second] = await Promise.all([start(), start()]);
    // This table is read for the response, after the commit.
    await killAt("customer_group", first);
    const [customer] = await customers();
    const answer = await sendUntilOver(second);
    expect(answer).toMatchObject({ status: 410, errors: [{ extensions: { code: "IDEMPOTENCY_ANSWER_LOST" } }] });
    expect(await customers()).toEqual([customer]);
    const [error] = answer.errors ?? [];
    const { requestId } = error?.extensions ?? {};
    const { rows } = await pool().query(
      "SELECT DISTINCT subject_id FROM change WHERE request_id = $1 AND subject_type = 'CUSTOMER'",
      [requestId],
    );
    expect(rows).toEqual([{ subject_id: customer?.id }]);
  }, 120_000);
});
