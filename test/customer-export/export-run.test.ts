import { inTransaction } from "../../src/database/transactions/transaction.js";
import { storageError } from "../../src/files/storage/file-errors.js";
import { cancelJob } from "../../src/jobs/job.rows.js";
import type { JobHandler } from "../../src/jobs/job-handler.js";
import { createSchema } from "../../src/schema.js";
import { CustomersExportHandler } from "../../src/shop/customer-export/export.handler.js";
import { download, useFileServer } from "../files/files.steps.js";
import { jobRow, queueJob } from "../jobs/job.steps.js";
import { givenAddresses, givenCustomers, givenGroups, givenMembers, idsOf } from "../support/given-rows.js";
import { eventually } from "../support/mail.js";
import { endOf, startExport } from "./export.steps.js";

describe("the run of an export", () => {
  /** Runs before each write to the file, with the number of writes before it. The first write is the header. */
  let beforeWrite: (writes: number) => Promise<unknown>;
  const schema = createSchema();
  const run: JobHandler["run"] = (context) => {
    const files = {
      create: async (createdBy: string, name: string) => {
        const file = await store().createResult(createdBy, name);
        let writes = 0;
        const write = async (bytes: Uint8Array) => {
          await beforeWrite(writes);
          writes += 1;
          await file.write(bytes);
        };
        return { id: file.id, write, finish: () => file.finish(), discard: () => file.discard() };
      },
    };
    return new CustomersExportHandler(files, schema).run(context);
  };
  const handlers = { CUSTOMERS_EXPORT: { scopes: [], run } };
  const { server, store, names } = useFileServer({ jobs: { timeouts: { pollMs: 50, renewMs: 50 }, handlers } });
  const database = () => server.testDatabase.database;
  const sql = (text: string) => database().pool.query(text);
  beforeEach(() => {
    beforeWrite = async () => {};
  });

  const contentOf = async (resultFileId: string | null) => (await download(server, resultFileId ?? "")).body;
  const fileOf = (ids: string[], row = (id: string) => id) => `${["id", ...ids.map(row)].join("\r\n")}\r\n`;

  it("reads the customers, their addresses and groups of one moment while others write", async () => {
    const ids = idsOf("cus", 250);
    await givenCustomers(
      server,
      ids.map((id) => ({ id, firstName: "Ada" })),
    );
    await givenAddresses(
      server,
      ids.map((id) => ({ id: `cuaddr_${id}`, customerId: id, city: "Roma" })),
    );
    await givenGroups(server, [{ id: "cusgroup_1" }]);
    await givenMembers(server, { cusgroup_1: ids });
    beforeWrite = async (writes) => {
      if (writes !== 1) return;
      await sql("UPDATE customer SET first_name = 'Bea'");
      await sql("UPDATE customer_address SET city = 'Bari'");
      await sql("DELETE FROM customer_group_member");
      await sql("UPDATE customer SET deleted_at = now() WHERE id = 'cus_200'");
      await sql("INSERT INTO customer (id, first_name) VALUES ('cus_1500', 'Eva')");
    };
    const columns = ["id", "firstName", "addresses.0.city", "groupIds"];
    const job = await endOf(server, await startExport(server, { columns }));
    expect(job).toMatchObject({ status: "SUCCEEDED", total: 250, processed: 250 });
    const rows = (await contentOf(job.resultFileId)).trimEnd().split("\r\n");
    expect(rows).toEqual([columns.join(","), ...ids.map((id) => `${id},Ada,Roma,cusgroup_1`)]);
  });

  it("shows its progress", async () => {
    await givenCustomers(
      server,
      idsOf("cus", 1_050).map((id) => ({ id })),
    );
    const seen: (number | null)[][] = [];
    beforeWrite = async () => {
      const [job] = await database().prisma.job.findMany();
      seen.push([job?.total ?? null, job?.processed ?? null]);
    };
    await endOf(server, await startExport(server));
    expect(seen.slice(1, 11)).toEqual(Array.from({ length: 10 }, () => [1_050, 0]));
    expect(seen.slice(11)).toEqual([[1_050, 1_000]]);
  });

  it("stops when it is cancelled, and leaves no file", async () => {
    await givenCustomers(
      server,
      idsOf("cus", 250).map((id) => ({ id })),
    );
    beforeWrite = async (writes) => {
      if (writes !== 1) return;
      const [job] = await database().prisma.job.findMany();
      await inTransaction(database().prisma, null, (tx) => cancelJob(tx, job?.id ?? ""));
    };
    const job = await endOf(server, await startExport(server, { columns: ["id"] }));
    expect(job).toMatchObject({ status: "CANCELED", total: 250, resultFileId: null });
    const { storedFile } = database().prisma;
    await eventually("the file remains", async () => ((await storedFile.count()) === 0 ? true : undefined));
    expect(await names()).toEqual([]);
  });

  it("starts again after an interruption, and counts each row once", async () => {
    const ids = idsOf("cus", 250);
    await givenCustomers(
      server,
      ids.map((id) => ({ id })),
    );
    let isInterrupted = false;
    beforeWrite = async (writes) => {
      if (writes !== 2 || isInterrupted) return;
      isInterrupted = true;
      throw Object.assign(new Error("read ECONNRESET"), { code: "ECONNRESET" });
    };
    const id = await startExport(server, { columns: ["id"] });
    await eventually("the job is not interrupted", async () =>
      (await jobRow(database(), id)).leaseToken === null && isInterrupted ? true : undefined,
    );
    await sql("UPDATE job SET next_attempt_at = now()");
    const job = await endOf(server, id);
    expect(job).toMatchObject({ status: "SUCCEEDED", total: 250, processed: 250 });
    expect(await contentOf(job.resultFileId)).toBe(fileOf(ids));
    expect(await names()).toEqual([job.resultFileId]);
  });

  it("starts again if the session of the embedded database was reset", async () => {
    const ids = idsOf("cus", 250);
    await givenCustomers(
      server,
      ids.map((id) => ({ id })),
    );
    let failures = 0;
    beforeWrite = async (writes) => {
      if (writes !== 2 || failures === 2) return;
      failures += 1;
      await expect(sql("SELECT 1 / 0")).rejects.toMatchObject({ code: "22012" });
    };
    const job = await endOf(server, await startExport(server, { columns: ["id"] }));
    expect(job).toMatchObject({ status: "SUCCEEDED", total: 250, processed: 250 });
    expect(await contentOf(job.resultFileId)).toBe(fileOf(ids));
    expect(await names()).toEqual([job.resultFileId]);
  });

  it("is given up after ten interruptions", async () => {
    const input = { format: "CSV", where: null, search: null, columns: null };
    const id = await queueJob(database(), { kind: "CUSTOMERS_EXPORT", input }, { runs: 10 });
    expect(await endOf(server, id)).toMatchObject({
      status: "FAILED",
      failure: "The export was given up after 10 interruptions.",
    });
  });

  it("fails with the reason if the disk is full, and leaves no file", async () => {
    await givenCustomers(server, [{ id: "cus_1" }]);
    beforeWrite = async (writes) => {
      if (writes === 1) throw storageError(Object.assign(new Error("full"), { code: "ENOSPC", syscall: "write" }));
    };
    const job = await endOf(server, await startExport(server));
    expect(job).toMatchObject({ status: "FAILED", failure: "The disk of the server is full.", resultFileId: null });
    expect(await names()).toEqual([]);
  });
});
