import { describeOnServer, openTestDatabase } from "../support/database.js";
import { eventually } from "../support/mail.js";
import { adminKey } from "../support/server.js";
import { temporaryFolders } from "../support/temporary-folder.js";
import { dataFolders, killServersAfterEach, type ServerProcess, startServer } from "./server-process.js";

killServersAfterEach();
const temporaryFolder = temporaryFolders();
const dataFolder = dataFolders();

const rowCount = 6_000;
const rows = Array.from({ length: rowCount }, (_, n) => `c${n}@example.com,Ada\n`).join("");

interface ShownJob {
  readonly status: string;
  readonly processed: number;
  readonly created: number;
  readonly failed: number;
}

/** Uploads a file, starts its import, and returns the id of the job. */
async function startImport(server: ServerProcess): Promise<string> {
  const headers = { authorization: `Bearer ${server.key}` };
  const response = await fetch(new URL("/files", server.url), {
    method: "POST",
    headers,
    body: `email,firstName\n${rows}`,
  });
  const { id: fileId } = (await response.json()) as { id: string };
  const { customersImport } = await server.ask<{ customersImport: { job: { id: string } } }>(
    "mutation ($fileId: ID!) { customersImport(fileId: $fileId, format: CSV) { job { id } } }",
    { fileId },
  );
  return customersImport.job.id;
}

async function readJob(server: ServerProcess, id: string): Promise<ShownJob> {
  const { job } = await server.ask<{ job: ShownJob }>(
    "query ($id: ID!) { job(id: $id) { status processed created failed } }",
    { id },
  );
  return job;
}

/** Waits until the job has written some of its rows. */
async function seeProgress(server: ServerProcess, id: string): Promise<void> {
  await eventually("no batch is written", async () => (await readJob(server, id)).processed || undefined);
}

async function expectAllImported(server: ServerProcess, id: string): Promise<void> {
  const ended = await eventually("the import does not end", async () => {
    const job = await readJob(server, id);
    return job.status === "RUNNING" ? undefined : job;
  });
  expect(ended).toEqual({ status: "SUCCEEDED", processed: rowCount, created: rowCount, failed: 0 });
  expect(await server.customerCount()).toBe(rowCount);
}

describe("an import in the process of the server", () => {
  it("continues after a restart, and writes every row once", async () => {
    const settings = { DATA_DIR: await dataFolder(), DEMO_DATA: "false" };
    const first = await startServer(settings);
    const id = await startImport(first);
    await seeProgress(first, id);
    first.signal("SIGTERM");
    expect(await first.exitCode).toBe(0);
    const second = await startServer(settings);
    expect((await readJob(second, id)).processed).toBeGreaterThan(0);
    await expectAllImported(second, id);
    expect(second.messages).toContain("A job continues.");
  }, 120_000);
});

describeOnServer("an import on several instances", () => {
  it("is continued by another one when its process is killed, and not run with JOBS=false", async () => {
    const { url = "", database, close } = await openTestDatabase();
    const settings = {
      DATABASE_URL: url,
      FILES_DIR: await temporaryFolder(),
      DEMO_DATA: "false",
      ADMIN_API_KEY: adminKey,
    };
    const withKey = async (more: Record<string, string>) =>
      Object.assign(await startServer({ ...settings, ...more }), { key: adminKey });
    const client = await withKey({ JOBS: "false" });
    const id = await startImport(client);
    expect(await readJob(client, id)).toMatchObject({ status: "QUEUED" });
    const worker = await withKey({});
    await seeProgress(client, id);
    worker.signal("SIGKILL");
    await worker.exitCode;
    expect(client.messages).not.toContain("A job starts.");
    const second = await withKey({});
    // The lease of the dead process ends after some seconds.
    await database.pool.query("UPDATE job SET next_attempt_at = now() - interval '1 minute' WHERE finished_at IS NULL");
    await expectAllImported(client, id);
    for (const server of [client, second]) {
      server.signal("SIGTERM");
      expect(await server.exitCode).toBe(0);
    }
    await close();
  }, 120_000);
});
