import { inTransaction } from "../../src/database/transactions/transaction.js";
import {
  cancelJob,
  endJob,
  type Lease,
  leaseNextJob,
  recordBatch,
  releaseLease,
  renewLease,
  restartJob,
  setTotal,
} from "../../src/jobs/job.rows.js";
import { describeOnServer, openTestDatabase, type TestDatabase } from "../support/database.js";
import { jobRow, queueJob } from "./job.steps.js";

let testDatabase: TestDatabase;
const database = () => testDatabase.database;
const prisma = () => database().prisma;
beforeAll(async () => {
  testDatabase = await openTestDatabase();
});
beforeEach(() => testDatabase.reset());
afterAll(() => testDatabase.close());

const kinds = ["CUSTOMERS_IMPORT"] as const;
const leaseNext = (token: string, running: string[] = []) =>
  leaseNextJob(prisma(), { kinds, token, leaseMs: 60_000, running });

/** Makes the leases of all jobs end. */
const endLeases = () => prisma().job.updateMany({ data: { nextAttemptAt: new Date(0) } });

/** Everything that a process writes to a job with its lease. True if it was written. */
const writes: Readonly<Record<string, (lease: Lease) => Promise<boolean>>> = {
  "renews it": (lease) => renewLease(prisma(), lease),
  "commits a batch": async (lease) =>
    inTransaction(prisma(), null, async (tx) => {
      const error = { line: 2, code: "INVALID", message: "Must be a date.", column: null, path: [] };
      return (await recordBatch(tx, lease, { processed: 1, created: 1, errors: [error], position: 9 })) !== undefined;
    }),
  "stores the number of rows": (lease) => setTotal(prisma(), lease, 9),
  "starts again": (lease) => inTransaction(prisma(), null, (tx) => restartJob(tx, lease, 9)),
  "ends it": (lease) => endJob(prisma(), lease, { status: "SUCCEEDED", failure: null, resultFileId: "file_1" }),
};

describe.each(Object.keys(writes))("a process that %s", (name) => {
  const write = (lease: Lease) => writes[name]?.(lease) ?? Promise.resolve(false);
  const lease = (jobId: string, token: string): Lease => ({ jobId, token, leaseMs: 60_000 });

  it("may do so with its lease, and changes nothing after another process has taken the job", async () => {
    const id = await queueJob(database());
    await leaseNext("first");
    await endLeases();
    await leaseNext("second");
    const before = await jobRow(database(), id);
    expect(await write(lease(id, "first"))).toBe(false);
    expect(await jobRow(database(), id)).toEqual(before);
    expect(await write(lease(id, "second"))).toBe(true);
  });

  it("changes nothing after the job was cancelled", async () => {
    const id = await queueJob(database());
    await leaseNext("first");
    await inTransaction(prisma(), null, (tx) => cancelJob(tx, id));
    const before = await jobRow(database(), id);
    expect(await write(lease(id, "first"))).toBe(false);
    expect(await jobRow(database(), id)).toEqual(before);
  });
});

describe("a lease", () => {
  it("is not given back by a process that has lost it", async () => {
    const id = await queueJob(database());
    await leaseNext("first");
    await endLeases();
    await leaseNext("second");
    const before = await jobRow(database(), id);
    await releaseLease(prisma(), { jobId: id, token: "first", leaseMs: 60_000 });
    expect(await jobRow(database(), id)).toEqual(before);
  });

  it("is of the job that waits longest, of the given kinds, that nobody and not this process has", async () => {
    const ids: string[] = [];
    for (const kind of ["CUSTOMERS_EXPORT", ...kinds, ...kinds, ...kinds] as const) {
      ids.push(await queueJob(database(), { kind }));
    }
    const [other = "", first = "", second = "", third = ""] = ids;
    for (const [index, id] of [other, third, second, first].entries()) {
      await prisma().job.update({ where: { id }, data: { nextAttemptAt: new Date(index) } });
    }
    expect((await leaseNext("a", [third]))?.id).toBe(second);
    expect((await leaseNext("b"))?.id).toBe(third);
    expect((await leaseNext("c"))?.id).toBe(first);
    expect(await leaseNext("d")).toBeUndefined();
  });

  it("is not of an import without an uploaded file, which only its command can run", async () => {
    await queueJob(database(), { sourceFileId: undefined });
    expect(await leaseNext("a")).toBeUndefined();
  });
});

describeOnServer("a lease", () => {
  it("is not waited for while another process leases the job or commits a batch", async () => {
    const [locked, free] = [await queueJob(database()), await queueJob(database())];
    const client = await database().pool.connect();
    try {
      await client.query("BEGIN");
      await client.query("SELECT FROM job WHERE id = $1 FOR UPDATE", [locked]);
      expect((await leaseNext("a"))?.id).toBe(free);
      expect(await leaseNext("b")).toBeUndefined();
    } finally {
      await client.query("ROLLBACK");
      client.release();
    }
  });
});
