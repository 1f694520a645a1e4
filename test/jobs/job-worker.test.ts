import { setTimeout as wait } from "node:timers/promises";
import { inTransaction } from "../../src/database/transactions/transaction.js";
import { JobFailure, JobPostponed } from "../../src/jobs/job.js";
import { cancelJob, deleteOldJobs } from "../../src/jobs/job.rows.js";
import type { JobContext } from "../../src/jobs/job-handler.js";
import { openTestDatabase, type TestDatabase } from "../support/database.js";
import { eventually } from "../support/mail.js";
import { createCustomers, jobRow, queueJob, seeStatus, startWorker, type TestWorker } from "./job.steps.js";

let testDatabase: TestDatabase;
const closing: (() => Promise<unknown>)[] = [];
const database = () => testDatabase.database;
beforeAll(async () => {
  testDatabase = await openTestDatabase();
});
beforeEach(() => testDatabase.reset());
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});
afterAll(() => testDatabase.close());

function start(...options: Parameters<typeof startWorker> extends [unknown, ...infer Rest] ? Rest : never): TestWorker {
  const worker = startWorker(database(), ...options);
  closing.push(() => worker.close());
  return worker;
}

const sql = async (text: string) => (await database().pool.query(text)).rows;
const customerCount = () => database().prisma.customer.count();
const cancel = (id: string) => inTransaction(database().prisma, null, (tx) => cancelJob(tx, id));
const seeLog = (worker: TestWorker, text: string) =>
  eventually(`the log has no ${text}`, async () => worker.log.find((line) => line.includes(text)));

/** A promise that the test settles. */
function gate() {
  let open = () => {};
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { open, opened };
}

describe("a job", () => {
  it("commits batches with their counts and errors, and ends", async () => {
    const id = await queueJob(database(), { input: { a: [1] }, sourceFileId: "file_1" });
    let input: unknown;
    const worker = start(async (context) => {
      ({ input } = context.job);
      await context.setTotal(3);
      await createCustomers(context, 2);
      const error = {
        line: 7,
        code: "INVALID",
        message: "Must be a date.",
        column: "Born",
        path: ["metadata", "born"],
      };
      await context.commitBatch(async () => ({ processed: 1, failed: 1, errors: [error, error], position: 3 }));
      await context.commitBatch(async () => ({ errors: [{ ...error, line: 9, column: null, path: [] }], position: 4 }));
      return { resultFileId: "file_2" };
    });
    const job = await seeStatus(database(), id, "SUCCEEDED");
    expect(input).toEqual({ a: [1] });
    expect(job).toMatchObject({
      total: 3,
      processed: 3,
      created: 2,
      updated: 0,
      unchanged: 0,
      failed: 1,
      errorCount: 3,
      failure: null,
      resultFileId: "file_2",
      // The input may contain personal data.
      input: {},
      position: null,
      leaseToken: null,
    });
    expect(job.errors.map(({ jobId: _, ...error }) => error)).toEqual([
      { position: 1, line: 7, code: "INVALID", message: "Must be a date.", column: "Born", path: ["metadata", "born"] },
      { position: 2, line: 7, code: "INVALID", message: "Must be a date.", column: "Born", path: ["metadata", "born"] },
      { position: 3, line: 9, code: "INVALID", message: "Must be a date.", column: null, path: [] },
    ]);
    await seeLog(worker, "A job ends: succeeded.");
    const series = 'job_runs_total{kind="CUSTOMERS_IMPORT",result="succeeded"} 1';
    expect(await worker.metrics.registry.metrics()).toContain(series);
  });

  it("writes history in the name of its caller and request", async () => {
    const id = await queueJob(database());
    start((context) => createCustomers(context, 1));
    await seeStatus(database(), id, "SUCCEEDED");
    expect(await sql("SELECT actor_type, actor_id, request_id FROM change")).toEqual([
      { actor_type: "SYSTEM", actor_id: "system", request_id: "req_1" },
    ]);
  });

  it("fails with the message of a JobFailure, and without that of another error", async () => {
    const known = await queueJob(database());
    const errors = [new JobFailure("The file has no rows."), new Error("ada@example.com")];
    const worker = start(async () => Promise.reject(errors.shift()));
    expect((await seeStatus(database(), known, "FAILED")).failure).toBe("The file has no rows.");
    const unknown = await queueJob(database());
    expect((await seeStatus(database(), unknown, "FAILED")).failure).toMatch(/^An internal error\./);
    await seeLog(worker, '"msg":"A job failed."');
  });

  it("restarts with counts of 0 and no errors", async () => {
    const id = await queueJob(database());
    const error = { line: 7, code: "INVALID", message: "Must be a date.", column: null, path: [] };
    start(async (context) => {
      await context.commitBatch(async () => ({ processed: 2, updated: 1, failed: 1, errors: [error], position: 1 }));
      await context.restart("again");
      const other = { ...error, message: "Must be a name." };
      await context.commitBatch(async () => ({ processed: 1, errors: [other], position: 1 }));
      return {};
    });
    const { errors, ...job } = await seeStatus(database(), id, "SUCCEEDED");
    expect(job).toMatchObject({ processed: 1, updated: 0, failed: 0, errorCount: 1 });
    expect(errors).toMatchObject([{ position: 1 }]);
    // An erasure looks for a person in the texts.
    expect(await sql("SELECT text FROM job_error_text")).toEqual([{ text: "Must be a name.\n{}" }]);
  });

  it("continues at its position after an error of the database", async () => {
    const id = await queueJob(database());
    let runs = 0;
    const worker = start((context) => {
      runs += 1;
      return createCustomers(context, 3, async (n) => {
        if (n === 2 && runs === 1) throw Object.assign(new Error("read ECONNRESET"), { code: "ECONNRESET" });
      });
    });
    await seeLog(worker, "A job was interrupted.");
    // Attempts are counted from the last batch, so a long job is not given up.
    expect((await jobRow(database(), id)).attempts).toBe(0);
    await sql("UPDATE job SET next_attempt_at = now() - interval '1 minute'");
    expect(await seeStatus(database(), id, "SUCCEEDED")).toMatchObject({ processed: 3, created: 3 });
    expect([runs, await customerCount()]).toEqual([2, 3]);
  });

  it("is given back without counting an attempt if its handler postpones it, and continues", async () => {
    const id = await queueJob(database());
    const attempts: number[] = [];
    const worker = start(async (context) => {
      // A batch resets the count, so it is read before. It includes the present run.
      attempts.push((await jobRow(database(), id)).attempts);
      const postponed = new JobPostponed("The file is being checked.");
      if (attempts.length === 1) throw postponed;
      await createCustomers(context, attempts.length - 1);
      if (attempts.length === 2) throw postponed;
      return {};
    });
    expect(await seeLog(worker, "A job waits.")).toContain("The file is being checked.");
    expect(await seeStatus(database(), id, "SUCCEEDED")).toMatchObject({ processed: 2, created: 2 });
    expect([attempts, await customerCount()]).toEqual([[1, 1, 1], 2]);
  });

  it("is given up if its process ends ten times before a batch", async () => {
    const id = await queueJob(database());
    await sql("UPDATE job SET attempts = 10");
    start((context) => createCustomers(context, 1));
    expect((await seeStatus(database(), id, "FAILED")).failure).toBe("The job was given up after 10 attempts.");
    expect(await customerCount()).toBe(0);
  });

  it("fails if its caller lost a scope, and does not get scopes that the caller got later", async () => {
    const user = { id: "user_1", email: "ada@example.com", scopes: ["CUSTOMERS_READ", "ORDERS_READ"] };
    await database().prisma.staffUser.create({ data: user });
    const caller = { type: "USER", id: user.id, scopes: ["CUSTOMERS_READ", "CUSTOMERS_WRITE"] } as const;
    let seen: JobContext["caller"] | undefined;
    const first = start(async ({ caller: found }) => {
      seen = found;
      return {};
    });
    await seeStatus(database(), await queueJob(database(), { caller }), "SUCCEEDED");
    expect(seen).toEqual({ type: "USER", id: user.id, scopes: ["CUSTOMERS_READ"] });
    await first.close();
    start(async () => ({}), {}, ["CUSTOMERS_WRITE"]);
    const { failure } = await seeStatus(database(), await queueJob(database(), { caller }), "FAILED");
    expect(failure).toBe("The caller who started the job no longer has CUSTOMERS_WRITE.");
    await database().prisma.staffUser.update({ where: { id: user.id }, data: { deletedAt: new Date() } });
    const deleted = await seeStatus(database(), await queueJob(database(), { caller }), "FAILED");
    expect(deleted.failure).toBe("The caller who started the job was deleted, revoked, or has expired.");
  });
});

describe("a cancelled job", () => {
  it("keeps what its batches have written, and writes nothing of the batch in progress", async () => {
    const id = await queueJob(database());
    let isCancelled = false;
    const worker = start(
      async (context) => {
        await createCustomers(context, 2);
        // The embedded database has one connection, so nothing can be cancelled during a transaction.
        isCancelled = await cancel(id);
        return createCustomers(
          { ...context, job: { ...context.job, position: 2 }, commitBatch: context.commitBatch.bind(context) },
          4,
        );
      },
      { renewMs: 60_000 },
    );
    await seeLog(worker, "A job ends: canceled.");
    expect(isCancelled).toBe(true);
    expect(await jobRow(database(), id)).toMatchObject({ status: "CANCELED", processed: 2, created: 2, failure: null });
    expect(await customerCount()).toBe(2);
    expect(await cancel(id)).toBe(false);
  });

  it("stops work without batches", async () => {
    const id = await queueJob(database());
    const worker = start(async ({ signal }) => wait(600_000, {}, { signal }), { renewMs: 20 });
    await seeStatus(database(), id, "RUNNING");
    await cancel(id);
    await seeLog(worker, "A job ends: canceled.");
  });

  it("does not start if no process has taken it", async () => {
    const id = await queueJob(database());
    await cancel(id);
    const later = await queueJob(database());
    start((context) => createCustomers(context, 1));
    await seeStatus(database(), later, "SUCCEEDED");
    expect(await jobRow(database(), id)).toMatchObject({ status: "CANCELED", startedAt: null, processed: 0 });
  });
});

describe("the lease of a job", () => {
  it("is taken by another worker after its end, and the first worker can write nothing more", async () => {
    const id = await queueJob(database());
    const { open, opened } = gate();
    // The first worker does not renew its lease, as if its process had stopped for a while.
    const late = start(
      async (context) => {
        await createCustomers(context, 1);
        await opened;
        return createCustomers(context, 1);
      },
      { leaseMs: 100, renewMs: 600_000, pollMs: 600_000 },
    );
    await eventually("there is no batch", async () => (await customerCount()) || undefined);
    const { open: finish, opened: finished } = gate();
    start(async (context) => {
      await createCustomers(context, 2);
      await finished;
      return createCustomers(context, 2);
    });
    await eventually("there is no second batch", async () => ((await customerCount()) === 2 ? true : undefined));
    await sql("DELETE FROM customer WHERE id = 'cus_1'");
    open();
    await seeLog(late, "A job ends: released.");
    // The late worker would have created this customer again.
    expect(await sql("SELECT id FROM customer")).toEqual([{ id: "cus_2" }]);
    finish();
    await eventually("the job has not failed", async () => (await jobRow(database(), id)).finishedAt ?? undefined);
  });

  it("is renewed while the job runs", async () => {
    const id = await queueJob(database());
    const { open, opened } = gate();
    let runs = 0;
    const run = async () => {
      runs += 1;
      await opened;
      return {};
    };
    start(run, { leaseMs: 400, renewMs: 50 });
    await seeStatus(database(), id, "RUNNING");
    start(run, { leaseMs: 400, renewMs: 50 });
    const [{ end }] = await sql("SELECT next_attempt_at AS end FROM job");
    await eventually("the lease is not renewed", async () => {
      const [row] = await sql(
        `SELECT FROM job WHERE next_attempt_at > '${end.toISOString()}'::timestamptz + interval '1 s'`,
      );
      return row;
    });
    expect(runs).toBe(1);
    open();
    await seeStatus(database(), id, "SUCCEEDED");
  });

  it("is given back when the server closes, after the batch in progress", async () => {
    const id = await queueJob(database());
    const { open, opened } = gate();
    const { open: reach, opened: reached } = gate();
    const first = start((context) =>
      createCustomers(context, 3, async (n) => {
        if (n < 2) return;
        reach();
        await opened;
      }),
    );
    await reached;
    const closed = first.close();
    open();
    await closed;
    const job = await jobRow(database(), id);
    expect(job).toMatchObject({ status: "RUNNING", leaseToken: null, attempts: 0 });
    expect([job.processed, await customerCount()]).toEqual([2, 2]);
    start((context) => createCustomers(context, 3));
    expect(await seeStatus(database(), id, "SUCCEEDED")).toMatchObject({ processed: 3, created: 3 });
  });
});

describe("old jobs", () => {
  it("are deleted 30 days after their end, with their errors and in parts; open jobs stay", async () => {
    const old = [await queueJob(database()), await queueJob(database())];
    const recent = await queueJob(database());
    const open = await queueJob(database());
    await sql("UPDATE job SET created_at = now() - interval '90 days'");
    const end = (ids: string[], days: number) =>
      database().pool.query(
        "UPDATE job SET status = 'SUCCEEDED', finished_at = now() - make_interval(days => $2) WHERE id = ANY ($1)",
        [ids, days],
      );
    await end(old, 31);
    await end([recent], 29);
    for (const jobId of [...old, recent]) {
      const error = { jobId, position: 1, line: 2, code: "INVALID", message: "Must be a date.", path: [] };
      await database().prisma.jobRowError.create({ data: error });
    }
    const { prisma } = database();
    expect([await deleteOldJobs(prisma, 1), await deleteOldJobs(prisma, 5)]).toEqual([1, 1]);
    expect(await sql("SELECT id FROM job ORDER BY id")).toEqual([{ id: recent }, { id: open }]);
    expect(await sql("SELECT job_id FROM job_row_error")).toEqual([{ job_id: recent }]);
  });

  it("stay as long as their files", async () => {
    const [withSource, withResult, withNone] = ["file_1", "file_2", "file_3"];
    const ids: string[] = [];
    for (const sourceFileId of [withSource, withNone, withNone]) {
      ids.push(await queueJob(database(), { sourceFileId }));
    }
    await sql("UPDATE job SET status = 'SUCCEEDED', finished_at = now() - interval '400 days'");
    await sql(`UPDATE job SET result_file_id = '${withResult}' WHERE id = '${ids[1]}'`);
    for (const id of [withSource, withResult]) {
      const row = { purpose: "UPLOAD", folder: "f", createdBy: "user_1", erasuresChecked: 0, expiresAt: new Date() };
      await database().prisma.storedFile.create({ data: { id, ...row } });
    }
    expect(await deleteOldJobs(database().prisma, 10)).toBe(1);
    expect(await sql("SELECT id FROM job ORDER BY id")).toEqual([{ id: ids[0] }, { id: ids[1] }]);
    await sql("DELETE FROM stored_file");
    expect(await sql("SELECT FROM job WHERE result_file_id IS NOT NULL")).toEqual([]);
    expect(await deleteOldJobs(database().prisma, 10)).toBe(2);
  });
});

describe("a worker", () => {
  it("starts a job of its own process at once", async () => {
    const worker = start((context) => createCustomers(context, 1), { pollMs: 600_000 });
    await wait(50);
    const id = await inTransaction(database().prisma, null, (tx) =>
      worker.queue.enqueue(tx, {
        kind: "CUSTOMERS_IMPORT",
        caller: { type: "SYSTEM", id: "system", scopes: [] },
        input: {},
        sourceFileId: "file_0",
      }),
    );
    await seeStatus(database(), id, "SUCCEEDED");
  });

  it("leaves jobs without a handler to others, and does not fail", async () => {
    const id = await queueJob(database(), { kind: "CUSTOMERS_EXPORT" });
    start((context) => createCustomers(context, 1));
    await seeStatus(database(), await queueJob(database()), "SUCCEEDED");
    expect(await jobRow(database(), id)).toMatchObject({ status: "QUEUED", attempts: 0 });
  });

  it("shares the jobs with other workers, and no job runs twice", async () => {
    const runs: string[] = [];
    const run = async ({ job }: JobContext) => {
      runs.push(job.id);
      await wait(5);
      return {};
    };
    const ids: string[] = [];
    for (let n = 0; n < 12; n += 1) ids.push(await queueJob(database()));
    start(run);
    start(run);
    for (const id of ids) await seeStatus(database(), id, "SUCCEEDED");
    expect(runs.sort()).toEqual(ids.sort());
  });
});
