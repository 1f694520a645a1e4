import { describeOnServer, openTestDatabase, type TestDatabase } from "../support/database.js";
import { eventually } from "../support/mail.js";
import { adminKey } from "../support/server.js";
import { temporaryFolders } from "../support/temporary-folder.js";
import { killServersAfterEach, type ServerProcess, startServer } from "./server-process.js";

killServersAfterEach();
const temporaryFolder = temporaryFolders();

const rowCount = 6_000;
const kills = 5;
/** Each of these rows has an error. */
const isBad = (row: number) => row % 1_000 === 7;
const file = Array.from({ length: rowCount }, (_, row) => (isBad(row) ? "no" : `c${row}@example.com`)).join("\n");
const badLines = Array.from({ length: rowCount }, (_, row) => row + 2).filter((line) => isBad(line - 2));

/** The state of a job, and the number of customers at the same moment. */
interface State {
  readonly status: string;
  readonly processed: number;
  readonly created: number;
  readonly failed: number;
  readonly customers: number;
}

describeOnServer("jobs of processes that are killed", () => {
  let testDatabase: TestDatabase;
  let settings: Readonly<Record<string, string>>;
  beforeAll(async () => {
    testDatabase = await openTestDatabase();
    const { url: DATABASE_URL = "" } = testDatabase;
    settings = { DATABASE_URL, FILES_DIR: await temporaryFolder(), DEMO_DATA: "false", ADMIN_API_KEY: adminKey };
  });
  afterAll(() => testDatabase.close());

  const sql = async (text: string) => (await testDatabase.database.pool.query(text)).rows;
  const start = async (more: Record<string, string> = {}) =>
    Object.assign(await startServer({ ...settings, ...more }), { key: adminKey });

  /** Makes each batch take a moment, so that a process is killed in the middle of one. */
  async function slowDownWrites(): Promise<void> {
    await sql(`CREATE FUNCTION wait_a_moment() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN PERFORM pg_sleep(0.2); RETURN NULL; END $$`);
    await sql("CREATE TRIGGER wait_a_moment AFTER INSERT ON customer EXECUTE FUNCTION wait_a_moment()");
  }

  async function startImport(server: ServerProcess): Promise<string> {
    const headers = { authorization: `Bearer ${server.key}` };
    const response = await fetch(new URL("/files", server.url), { method: "POST", headers, body: `email\n${file}\n` });
    const { id: fileId } = (await response.json()) as { id: string };
    const { customersImport } = await server.ask<{ customersImport: { job: { id: string } } }>(
      "mutation ($fileId: ID!) { customersImport(fileId: $fileId, format: CSV) { job { id } } }",
      { fileId },
    );
    return customersImport.job.id;
  }

  async function stateOf(id: string): Promise<State> {
    const [state] =
      await sql(`SELECT status, processed, created, failed, (SELECT count(*)::integer FROM customer) AS customers
      FROM job WHERE id = '${id}'`);
    return state;
  }

  /** Another process can take the job at once, and not only after the end of the lease. */
  const endLease = () => sql("UPDATE job SET next_attempt_at = now() - interval '1 minute' WHERE finished_at IS NULL");

  it("are continued by other processes: each row is written once, and the counts are exact", async () => {
    const client = await start({ JOBS: "false" });
    await slowDownWrites();
    const id = await startImport(client);
    let processed = 0;
    for (let kill = 1; kill <= kills; kill += 1) {
      const worker = await start();
      await eventually("no batch is written", async () =>
        (await stateOf(id)).processed > processed ? true : undefined,
      );
      worker.signal("SIGKILL");
      await worker.exitCode;
      const state = await stateOf(id);
      expect(state).toMatchObject({ status: "RUNNING", customers: state.created });
      expect(state.created + state.failed).toBe(state.processed);
      expect(state.processed).toBeGreaterThan(processed);
      ({ processed } = state);
      await endLease();
    }
    expect(processed).toBeLessThan(rowCount);
    // Two processes at once: one of them continues the job.
    const last = await Promise.all([start(), start()]);
    const state = await eventually("the job does not end", async () => {
      const found = await stateOf(id);
      return found.status === "RUNNING" ? undefined : found;
    });
    const created = rowCount - badLines.length;
    const counts = { processed: rowCount, created, failed: badLines.length, customers: created };
    expect(state).toEqual({ status: "SUCCEEDED", ...counts });
    const errors = await sql(`SELECT line, code FROM job_row_error WHERE job_id = '${id}' ORDER BY position`);
    expect(errors).toEqual(badLines.map((line) => ({ line, code: "INVALID_EMAIL" })));
    const continued = last.flatMap(({ messages }) => messages).filter((message) => message === "A job continues.");
    expect(continued).toHaveLength(1);
    expect(client.messages.filter((message) => /^A job (starts|continues)/.test(message))).toEqual([]);
  }, 900_000);

  it("are shared by the instances, and none runs twice", async () => {
    const servers = await Promise.all([start(), start()]);
    const ids: string[] = [];
    for (let n = 0; n < 12; n += 1) {
      const { customersExport } = await (servers[n % 2] ?? servers[0]).ask<{
        customersExport: { job: { id: string } };
      }>("mutation { customersExport(format: JSONL) { job { id } } }");
      ids.push(customersExport.job.id);
    }
    await eventually("the jobs do not end", async () => {
      const open = await sql("SELECT FROM job WHERE finished_at IS NULL");
      return open.length === 0 ? true : undefined;
    });
    const lines = servers.flatMap(({ output }) => output.trimEnd().split("\n")).map((line) => JSON.parse(line));
    const started = lines.filter(({ msg }) => msg === "A job starts.").map(({ jobId }) => jobId as string);
    expect(started.sort()).toEqual([...ids].sort());
    const ended = await sql("SELECT status, processed FROM job WHERE kind = 'CUSTOMERS_EXPORT'");
    const { customers } = await stateOf(ids[0] ?? "");
    expect(ended).toEqual(ids.map(() => ({ status: "SUCCEEDED", processed: customers })));
  }, 120_000);
});
