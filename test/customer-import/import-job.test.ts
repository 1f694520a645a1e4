import type { Pool } from "pg";
import type { Scope } from "../../src/access/auth/scope.type.js";
import { inTransaction } from "../../src/database/transactions/transaction.js";
import { type JobCaller, JobStopped } from "../../src/jobs/job.js";
import { cancelJob } from "../../src/jobs/job.rows.js";
import { givenApiKey } from "../api-key/api-key.steps.js";
import { givenCustomer } from "../customer/customer.steps.js";
import { givenGroup } from "../customer-group/customer-group.steps.js";
import { allCustomers, countChanges, erp } from "../customer-sync/upsert.steps.js";
import { changesOf } from "../history/history.steps.js";
import { describeOnServer } from "../support/database.js";
import { eventually } from "../support/mail.js";
import { useTestServer } from "../support/server.js";
import { importFile } from "./import.steps.js";

const lines = (...rows: string[]) => `${rows.join("\n")}\n`;
/** A file with more rows than a batch has. */
const manyRows = (count: number) => Array.from({ length: count }, (_, n) => `${n},c${n}@example.com,Ada`).join("\n");
const header = "externalIds.erp,email,firstName\n";

describe("an import that is all or nothing", () => {
  const server = useTestServer();
  const options = { onBadRow: "ALL_OR_NOTHING" } as const;

  it("writes all rows if none has an error", async () => {
    expect(await importFile(server, header + manyRows(1_200), options)).toMatchObject({
      status: "SUCCEEDED",
      total: 1_200,
      processed: 1_200,
      created: 1_200,
      failed: 0,
    });
    expect(await server.testDatabase.database.prisma.customer.count()).toBe(1_200);
    expect(await server.testDatabase.database.prisma.customerImportName.count()).toBe(0);
  });

  it("writes nothing if a row of the last batch has an error, and names all bad rows", async () => {
    const before = await countChanges(server);
    const file = `${header}0,no,Ada\n${manyRows(1_100)}\n9999,neither,Ada\n`;
    const job = await importFile(server, file, options);
    expect(job).toMatchObject({ status: "FAILED", created: 0, updated: 0, unchanged: 0, processed: 1_102 });
    expect(job.failure).toBe("3 rows have errors, so nothing was written.");
    expect(job.errors).toEqual([
      "2: INVALID_EMAIL at input.email (email)",
      "3: DUPLICATE_ROW at by (externalIds.erp)",
      "1103: INVALID_EMAIL at input.email (email)",
    ]);
    expect(await countChanges(server)).toBe(before);
  });

  it("writes nothing if its process dies after the batch with the bad row", async () => {
    let batches = 0;
    const job = await importFile(server, `${header}x,no,Ada\n${manyRows(1_100)}`, {
      ...options,
      afterBatch() {
        batches += 1;
        if (batches === 1) throw new JobStopped("The process is gone.");
      },
    });
    expect(batches).toBe(3);
    expect(job).toMatchObject({ status: "FAILED", failure: "1 row has errors, so nothing was written.", created: 0 });
    expect(await allCustomers(server)).toEqual([]);
  });

  it("is checked once in a dry run", async () => {
    let batches = 0;
    const file = header + manyRows(3);
    const afterBatch = () => {
      batches += 1;
    };
    const job = await importFile(server, file, { ...options, dryRun: true, afterBatch });
    expect(job).toMatchObject({ status: "SUCCEEDED", processed: 3, created: 3 });
    expect([batches, await allCustomers(server)]).toEqual([1, []]);
  });

  it("stops at a conflict that arises after the check, and says how far it came", async () => {
    const job = await importFile(server, header + manyRows(1_200), {
      ...options,
      async beforeWrite() {
        await givenCustomer(server, { email: "c700@example.com" });
      },
    });
    expect(job).toMatchObject({ status: "FAILED", created: 500, failed: 1 });
    expect(job.errors).toEqual(["702: EMAIL_TAKEN at input.email (email)"]);
    expect(job.failure).toContain("The rows up to line 501 were written, the others were not.");
  });

  it("stops at such a conflict also if its process dies right after the batch", async () => {
    let isWriting = false;
    let writes = 0;
    const job = await importFile(server, header + manyRows(1_200), {
      ...options,
      async beforeWrite() {
        await givenCustomer(server, { email: "c700@example.com" });
        isWriting = true;
      },
      afterBatch() {
        if (!isWriting) return;
        writes += 1;
        if (writes === 2) throw new JobStopped("The process is gone.");
      },
    });
    expect(job).toMatchObject({ status: "FAILED", processed: 1_000, created: 500, failed: 1 });
    expect(job.errors).toEqual(["702: EMAIL_TAKEN at input.email (email)"]);
    expect(job.failure).toContain("The rows up to line 501 were written, the others were not.");
    expect(await server.testDatabase.database.prisma.customerImportName.count()).toBe(0);
  });
});

describe("an import", () => {
  const server = useTestServer();

  async function givenCaller(scopes: Scope[]): Promise<JobCaller> {
    return { type: "API_KEY", id: (await givenApiKey(server, scopes)).id, scopes };
  }

  it("writes nothing in a dry run, and counts what it would do", async () => {
    await givenCustomer(server, { email: "a@example.com", externalIds: [erp("1")] });
    const before = await countChanges(server);
    const file = lines("externalIds.erp,email", "1,b@example.com", "2,c@example.com", "3,no");
    const job = await importFile(server, file, { dryRun: true });
    expect(job).toMatchObject({ status: "SUCCEEDED", updated: 1, created: 1, failed: 1, processed: 3 });
    expect(await countChanges(server)).toBe(before);
  });

  it("reports DUPLICATE_ROW for a later row that means the same customer, in the same batch and in another", async () => {
    const file = `${header}7,c7@example.com,First\n${manyRows(1_200)}\n3,x@example.com,Last\n`;
    for (const dryRun of [true, false]) {
      const job = await importFile(server, file, { dryRun });
      expect(job).toMatchObject({ created: 1_200, failed: 2 });
      expect(job.errors).toEqual([
        "10: DUPLICATE_ROW at by (externalIds.erp)",
        "1203: DUPLICATE_ROW at by (externalIds.erp)",
      ]);
    }
  });

  it("identifies by the id, else an external id, else the email, and creates a customer without any", async () => {
    const { id } = await givenCustomer(server, { email: "a@example.com", externalIds: [erp("1")] });
    const file = lines(
      "email,externalIds.erp,id,firstName",
      `a2@example.com,1,${id},One`,
      "b@example.com,2,,Two",
      "c@example.com,,,Three",
      ",,,Four",
    );
    expect(await importFile(server, file)).toMatchObject({ updated: 1, created: 3, errors: [] });
    expect((await allCustomers(server)).map(({ email, firstName }) => [email, firstName])).toEqual([
      ["a2@example.com", "One"],
      ["b@example.com", "Two"],
      ["c@example.com", "Three"],
      [null, "Four"],
    ]);
  });

  it("identifies by the given field, and requires it in each row", async () => {
    await givenCustomer(server, { email: "a@example.com" });
    const file = lines("email,externalIds.erp", "a@example.com,1", ",2");
    const job = await importFile(server, file, { identifyBy: "email" });
    expect(job).toMatchObject({ updated: 1, failed: 1, errors: ["3: REQUIRED at by (email)"] });
    expect(await allCustomers(server)).toMatchObject([{ email: "a@example.com", externalIds: [erp("1")] }]);
  });

  it("continues after the last batch when its process dies, and writes every row once", async () => {
    let batches = 0;
    const afterBatch = () => {
      batches += 1;
      if (batches <= 3) throw new JobStopped("The process is gone.");
    };
    const job = await importFile(server, header + manyRows(1_700), { afterBatch });
    expect(batches).toBe(4);
    expect(job).toMatchObject({ status: "SUCCEEDED", total: 1_700, processed: 1_700, created: 1_700, failed: 0 });
    expect(await server.testDatabase.database.prisma.customer.count()).toBe(1_700);
  });

  it("records who has started it as the author of its changes", async () => {
    const caller = await givenCaller(["JOBS_MANAGE", "CUSTOMERS_WRITE"]);
    const changes = await changesOf(server, () => importFile(server, lines("email", "a@example.com"), { caller }));
    expect(await allCustomers(server)).toMatchObject([{ createdBy: caller.id }]);
    expect(changes).toMatchObject([{ action: "CREATED", actor: { id: caller.id } }]);
  });

  it("fails if its file has groups and the caller must not write them", async () => {
    const group = await givenGroup(server);
    const caller = await givenCaller(["JOBS_MANAGE", "CUSTOMERS_WRITE"]);
    const csv = await importFile(server, lines("email,groupIds", `a@example.com,${group.id}`), { caller });
    const jsonl = await importFile(server, JSON.stringify({ email: "a@example.com", groupIds: [group.id] }), {
      caller,
      format: "JSONL",
    });
    for (const { status, failure } of [csv, jsonl]) {
      expect({ status, failure }).toEqual({
        status: "FAILED",
        failure: "The file has groupIds, which need the scope CUSTOMER_GROUPS_WRITE.",
      });
    }
    expect(await allCustomers(server)).toEqual([]);
  });
});

describe("the errors of a row", () => {
  const server = useTestServer();

  it("are reported once for an external id that identifies the customer and is stored", async () => {
    const file = lines("externalIds.erp,externalIds.shop,firstName", `${"1".repeat(256)},2,Ada`);
    expect((await importFile(server, file)).errors).toHaveLength(1);
  });

  it("are stored up to the hundredth, and those of other rows, too", async () => {
    const addresses = Array.from({ length: 1_000 }, () => 1);
    const file = lines(JSON.stringify({ email: "a@example.com", addresses }), JSON.stringify({ email: "no" }));
    const { errors, ...job } = await importFile(server, file, { format: "JSONL" });
    expect(job).toMatchObject({ status: "SUCCEEDED", failed: 2, errorCount: 101 });
    expect(errors[0]).toBe("1: INVALID at input.addresses.0 (addresses.0)");
    expect(errors.slice(-2)).toEqual([
      "1: INVALID at input.addresses.99 (addresses.99)",
      "2: INVALID_EMAIL at by.email (email)",
    ]);
  });
});

describe("an import of long rows", () => {
  const server = useTestServer();

  it("commits batches of some megabytes", async () => {
    let batches = 0;
    const afterBatch = () => {
      batches += 1;
    };
    const rows = Array.from({ length: 6 }, (_, n) => `${n},c${n}@example.com,${"x".repeat(900_000)}`);
    const job = await importFile(server, header + rows.join("\n"), { afterBatch });
    expect(job).toMatchObject({ status: "SUCCEEDED", processed: 6, failed: 6 });
    expect(batches).toBe(2);
  });
});

describe("an error of a column with a long name", () => {
  const server = useTestServer();

  it("is stored with the name", async () => {
    const column = `metadata.${"é".repeat(5_000)}`;
    const rows = Array.from({ length: 3 }, () => 'a@example.com,"a"b');
    const job = await importFile(server, lines(`email,${column}`, ...rows));
    expect(job).toMatchObject({ status: "SUCCEEDED", failed: 3 });
    expect(job.errors).toEqual([2, 3, 4].map((line) => `${line}: INVALID at  (${column})`));
    expect(await server.testDatabase.database.prisma.jobErrorText.count()).toBe(1);
  });
});

describeOnServer("an import that is cancelled", () => {
  const server = useTestServer();

  it("writes nothing of the batch in progress, and counts what is in the database", async () => {
    const { pool, prisma } = server.testDatabase.database;
    const client = await pool.connect();
    let batches = 0;
    let cancelled: Promise<unknown> | undefined;
    try {
      const job = await importFile(server, header + manyRows(5_000), {
        async afterBatch({ job: { id } }) {
          batches += 1;
          if (batches !== 2) return;
          // The third batch waits for this transaction, because it has the same email.
          await client.query("BEGIN");
          await client.query("INSERT INTO customer (id, email) VALUES ('cus_other', 'c1200@example.com')");
          cancelled = seeWaiting(pool).then(async () => {
            await inTransaction(prisma, null, (tx) => cancelJob(tx, id));
            await client.query("ROLLBACK");
          });
        },
      });
      await cancelled;
      expect(job).toMatchObject({ status: "CANCELED", processed: 1_000, created: 1_000, failed: 0, errors: [] });
    } finally {
      client.release(true);
    }
    expect(batches).toBe(2);
    expect(await prisma.customer.count()).toBe(1_000);
  });
});

/** Waits until a statement waits for another transaction. */
function seeWaiting(pool: Pool): Promise<number> {
  const waiting = `SELECT FROM pg_locks JOIN pg_stat_activity USING (pid) WHERE NOT granted AND datname = current_database()`;
  return eventually("nothing waits", async () => (await pool.query(waiting)).rowCount || undefined);
}
