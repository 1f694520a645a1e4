import { pino } from "pino";
import { inTransaction } from "../../src/database/transactions/transaction.js";
import { runCommandJob } from "../../src/jobs/command-job.js";
import type { NewJob } from "../../src/jobs/job.js";
import { leaseNewJob } from "../../src/jobs/job.rows.js";
import type { JobHandler } from "../../src/jobs/job-handler.js";
import { createJobQueue } from "../../src/jobs/job-queue.js";
import { startJobService } from "../../src/jobs/job-service.js";
import { openTestDatabase, type TestDatabase } from "../support/database.js";
import { jobRow, seeStatus, startWorker, system } from "./job.steps.js";

let testDatabase: TestDatabase;
const database = () => testDatabase.database;
beforeAll(async () => {
  testDatabase = await openTestDatabase();
});
beforeEach(() => testDatabase.reset());
afterAll(() => testDatabase.close());

const job: NewJob = { kind: "CUSTOMERS_IMPORT", caller: system, input: { secret: "ada@example.com" } };
const failure =
  "The process of the command that ran the import has ended. Rows that were already written stay. Run the command again.";

/** Creates the job of a command. With a lease of 0 ms it is as if the command was killed. */
function givenCommandJob(leaseMs: number): Promise<string> {
  return inTransaction(database().prisma, null, async (tx) => {
    const jobId = await createJobQueue(() => {}).enqueue(tx, job);
    await leaseNewJob(tx, { jobId, token: "command", leaseMs });
    return jobId;
  });
}

function runCommand(run: JobHandler["run"]): Promise<string> {
  return runCommandJob({ scopes: [], run }, job, {
    database: database(),
    logger: pino({ level: "silent" }),
    signal: new AbortController().signal,
    onProgress: () => {},
  });
}

const findScopes = async () => system.scopes;
const environment = () => ({ database: database(), logger: pino({ level: "silent" }), metrics: undefined, findScopes });

describe("the job of a killed command", () => {
  it("fails when the next command starts", async () => {
    const killed = await givenCommandJob(0);
    const next = await runCommand(async () => ({}));
    expect(await jobRow(database(), killed)).toMatchObject({ status: "FAILED", failure, input: {}, leaseToken: null });
    expect(await jobRow(database(), next)).toMatchObject({ status: "SUCCEEDED" });
  });

  it("fails on a server that stores no files", async () => {
    const killed = await givenCommandJob(0);
    const service = startJobService({ handlers: {}, timeouts: { pollMs: 20 } }, environment());
    expect(await seeStatus(database(), killed, "FAILED")).toMatchObject({ failure, attempts: 1 });
    await service.close();
  });

  it("fails on a server with files, whose handler does not see it", async () => {
    const killed = await givenCommandJob(0);
    const seen: string[] = [];
    const worker = startWorker(database(), async ({ job: { id } }) => {
      seen.push(id);
      return {};
    });
    expect(await seeStatus(database(), killed, "FAILED")).toMatchObject({ failure });
    expect(seen).toEqual([]);
    await worker.close();
  });
});

describe("the job of a running command", () => {
  it("is left alone by the next command and by servers", async () => {
    const running = await givenCommandJob(60_000);
    const worker = startWorker(database(), async () => ({}), { pollMs: 20 });
    const killed = await givenCommandJob(0);
    await seeStatus(database(), killed, "FAILED");
    await runCommand(async () => ({}));
    expect(await jobRow(database(), running)).toMatchObject({ status: "RUNNING", leaseToken: "command" });
    await worker.close();
  });
});
