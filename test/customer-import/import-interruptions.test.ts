import { pino } from "pino";
import { inTransaction } from "../../src/database/transactions/transaction.js";
import { startFileService } from "../../src/files/file-service.js";
import { createJobHandlers } from "../../src/job-handlers.js";
import { type JobCaller, JobStopped } from "../../src/jobs/job.js";
import { cancelJob } from "../../src/jobs/job.rows.js";
import type { JobContext } from "../../src/jobs/job-handler.js";
import { createSchema } from "../../src/schema.js";
import { StoredImportFiles } from "../../src/shop/customer-import/stored-import-files.js";
import { givenApiKey } from "../api-key/api-key.steps.js";
import { givenCustomer } from "../customer/customer.steps.js";
import { givenGroup } from "../customer-group/customer-group.steps.js";
import { erp } from "../customer-sync/upsert.steps.js";
import { givenUpload, useFileServer } from "../files/files.steps.js";
import { erase } from "../personal-data/personal-data.steps.js";
import { eventually } from "../support/mail.js";
import { useTestServer } from "../support/server.js";
import { type ImportArgs, importFile } from "./import.steps.js";

/** Two batches and a part of a third one. */
const rowCount = 1_100;
const rows = Array.from({ length: rowCount }, (_, n) => `${n},c${n}@example.com,Ada\n`).join("");
const file = `externalIds.erp,email,firstName\n${rows}`;

/** Runs `work` after the first batch. */
function afterFirstBatch(work: (context: JobContext) => Promise<unknown>): NonNullable<ImportArgs["afterBatch"]> {
  let isFirst = true;
  return async (context) => {
    if (isFirst) {
      isFirst = false;
      await work(context);
    }
  };
}

describe("an import during an erasure", () => {
  const { server, store } = useFileServer();
  const prisma = () => server.testDatabase.database.prisma;
  const pool = () => server.testDatabase.database.pool;

  /** Keeps all instances from checking a file, as if another one did. */
  const holdCheck = (id: string, interval: string) =>
    pool().query("UPDATE stored_file SET check_leased_until = now() + $2::interval WHERE id = $1", [id, interval]);

  function importUpload(fileId: string, afterBatch?: ImportArgs["afterBatch"]) {
    const files = new StoredImportFiles(store());
    const job = importFile(server, "", { files, fileId, ...(afterBatch && { afterBatch }) });
    // A test that fails before does not await it.
    job.catch(() => {});
    return job;
  }

  const seePostponed = () =>
    eventually("the import does not wait", async () => {
      // The job is created a moment after the import is requested.
      const job = await prisma().job.findFirst();
      return job?.status === "RUNNING" && job.leaseToken === null && job.attempts === 0 ? job : undefined;
    });

  it("waits before it reads its file while the file is being checked", async () => {
    const { id } = await givenCustomer(server, { email: "eva@example.com" });
    const fileId = await givenUpload(server, "email\nada@example.com\n");
    await holdCheck(fileId, "1 hour");
    await erase(server, id);
    const ended = importUpload(fileId);
    expect(await seePostponed()).toMatchObject({ failure: null, processed: 0 });
    await holdCheck(fileId, "0");
    expect(await ended).toMatchObject({ status: "SUCCEEDED", created: 1 });
  });

  it("waits between two batches, and writes every row once", async () => {
    const { id } = await givenCustomer(server, { email: "eva@example.com" });
    const fileId = await givenUpload(server, file);
    const ended = importUpload(
      fileId,
      afterFirstBatch(async () => {
        await holdCheck(fileId, "1 hour");
        await erase(server, id);
      }),
    );
    expect(await seePostponed()).toMatchObject({ failure: null, processed: 500 });
    await holdCheck(fileId, "0");
    expect(await ended).toMatchObject({ status: "SUCCEEDED", created: rowCount, processed: rowCount, errors: [] });
  });

  it("fails if its file names the person, writes nothing more of it, and forgets what it has read", async () => {
    const { id } = await givenCustomer(server, { email: "c900@example.com" });
    const fileId = await givenUpload(server, file);
    const job = await importUpload(
      fileId,
      afterFirstBatch(() => erase(server, id)),
    );
    expect(job).toMatchObject({ status: "FAILED", created: 500, processed: 500 });
    expect(job.failure).toContain("it held data of a person whose data was erased");
    expect(await prisma().customer.count({ where: { email: "c900@example.com" } })).toBe(0);
    expect(await prisma().customerImportName.count()).toBe(0);
  });
});

describe("what an import remembers of its rows", () => {
  const server = useTestServer();
  const count = () => server.testDatabase.database.prisma.customerImportName.count();

  it("is erased with the person: the id, emails and external ids", async () => {
    const before = await givenCustomer(server, { email: "c3@example.com", externalIds: [erp("3")] });
    let counts: number[] = [];
    const afterBatch = afterFirstBatch(async () => {
      const all = await count();
      await erase(server, before.id);
      const withoutFound = await count();
      const { id } = await server.testDatabase.database.prisma.customer.findFirstOrThrow({
        where: { email: "c7@example.com" },
      });
      await erase(server, id);
      counts = [all, all - withoutFound, withoutFound - (await count())];
    });
    await importFile(server, file, { afterBatch });
    // A found customer has one name, and a new one three: its id, email and external id.
    expect(counts.slice(1)).toEqual([2, 3]);
  });

  it("is deleted at the next erasure if the import was cancelled", async () => {
    const { id } = await givenCustomer(server, { email: "eva@example.com" });
    const afterBatch = afterFirstBatch(async ({ job }) => {
      await inTransaction(server.testDatabase.database.prisma, null, (tx) => cancelJob(tx, job.id));
    });
    expect(await importFile(server, file, { afterBatch })).toMatchObject({ status: "CANCELED", created: 500 });
    expect(await count()).toBeGreaterThan(0);
    await erase(server, id);
    expect(await count()).toBe(0);
  });
});

describe("an import whose caller loses access", () => {
  const server = useTestServer();
  const scopes = ["JOBS_MANAGE", "CUSTOMERS_WRITE"] as const;

  /** Imports the file as this caller. After the first batch `change` runs, and the worker checks the caller. */
  async function importAs(caller: JobCaller, change: () => Promise<unknown>) {
    const afterBatch = afterFirstBatch(async ({ signal }) => {
      await change();
      await eventually("the import is not stopped", async () => signal.aborted || undefined);
    });
    return importFile(server, file, { caller, afterBatch });
  }

  const expectStopped = async ({ status, created, failure }: Awaited<ReturnType<typeof importAs>>, reason: string) => {
    expect({ status, created, failure }).toEqual({ status: "FAILED", created: 500, failure: reason });
    expect(await server.testDatabase.database.prisma.customer.count()).toBe(500);
    expect(await server.testDatabase.database.prisma.customerImportName.count()).toBe(0);
  };

  it("stops when the API key is revoked, and keeps what it has written", async () => {
    const { id } = await givenApiKey(server, [...scopes]);
    const job = await importAs({ type: "API_KEY", id, scopes }, () =>
      server.ask("mutation ($id: ID!) { apiKeyRevoke(id: $id) { userErrors { code } } }", { id }),
    );
    await expectStopped(job, "The caller who started the job was deleted, revoked, or has expired.");
  });

  it("stops when the user loses a scope", async () => {
    const { prisma } = server.testDatabase.database;
    const user = { id: "user_1", email: "ada@example.com", scopes: [...scopes] };
    await prisma.staffUser.create({ data: user });
    const caller = { type: "USER", id: user.id, scopes } as const;
    const less = () => prisma.staffUser.update({ where: { id: user.id }, data: { scopes: ["JOBS_MANAGE"] } });
    await expectStopped(await importAs(caller, less), "The caller who started the job no longer has CUSTOMERS_WRITE.");
  });
});

describe("an import that continues after its caller has lost the scope for groups", () => {
  const server = useTestServer();

  it("fails at the first batch with groups", async () => {
    const { prisma } = server.testDatabase.database;
    const scopes = ["JOBS_MANAGE", "CUSTOMERS_WRITE", "CUSTOMER_GROUPS_WRITE"] as const;
    const user = { id: "user_1", email: "ada@example.com", scopes: [...scopes] };
    await prisma.staffUser.create({ data: user });
    const emails = Array.from({ length: rowCount }, (_, n) => `c${n}@example.com,\n`).join("");
    const { id } = await givenGroup(server);
    const job = await importFile(server, `email,groupIds\n${emails}last@example.com,${id}\n`, {
      caller: { type: "USER", id: user.id, scopes },
      afterBatch: afterFirstBatch(async () => {
        const lessScopes = { scopes: ["JOBS_MANAGE", "CUSTOMERS_WRITE"] };
        await prisma.staffUser.update({ where: { id: user.id }, data: lessScopes });
        throw new JobStopped("The process is gone.");
      }),
    });
    const failure = "The file has groupIds, which need the scope CUSTOMER_GROUPS_WRITE.";
    expect(job).toMatchObject({ status: "FAILED", created: 1_000, failure });
  });
});

describe("a server without files", () => {
  const server = useTestServer();

  it("leaves imports to other instances", async () => {
    const { database } = server.testDatabase;
    const { files, close } = startFileService(undefined, { database, logger: pino({ level: "silent" }) });
    expect(createJobHandlers(files, createSchema())).toEqual({});
    await close();
  });
});
