import { readFile } from "node:fs/promises";
import path from "node:path";
import { inTransaction } from "../../src/database/transactions/transaction.js";
import { deleteDoneErasures } from "../../src/files/erasure/file-erasure.rows.js";
import { FileUnavailable } from "../../src/files/storage/file-errors.js";
import { FileFolder } from "../../src/files/storage/file-folder.js";
import { givenCustomer } from "../customer/customer.steps.js";
import { begin, download, givenUpload, useFileServer } from "../files/files.steps.js";
import { isServer } from "../support/database.js";
import { eventually } from "../support/mail.js";
import { temporaryFolders } from "../support/temporary-folder.js";
import { findInDump } from "./dump.js";
import { email, erase, givenPerson } from "./personal-data.steps.js";

const former = "former.quill@example.com";

describe("an erasure and files", () => {
  const { server, ...files } = useFileServer();
  const temporaryFolder = temporaryFolders();
  const prisma = () => server.testDatabase.database.prisma;
  const pool = () => server.testDatabase.database.pool;

  async function erasuresAreDone(): Promise<void> {
    await eventually("an erasure is not done", async () => (await prisma().fileErasure.count()) === 0 || undefined);
  }

  /** Keeps all instances from checking a file, as if another one did. */
  const holdCheck = (id: string, interval = "1 hour") =>
    pool().query("UPDATE stored_file SET check_leased_until = now() + $2::interval WHERE id = $1", [id, interval]);

  async function contents(): Promise<string> {
    const names = await files.names();
    const all = await Promise.all(names.map((name) => readFile(path.join(files.options().folder.path, name))));
    return all.map((bytes) => bytes.toString("latin1")).join("\n");
  }

  it("deletes the files that name the person, in any encoding, and no others", async () => {
    const { id } = await givenPerson(server);
    const other = await givenCustomer(server, { email: "eva@example.com" });
    const named = [
      await givenUpload(server, `email\nada@example.com\n${email.toUpperCase()}\n`),
      await givenUpload(server, Buffer.from(`\uFEFFemail\n${email}\n`, "utf16le")),
      await givenUpload(server, Buffer.from(`name,email\nAndr\xe9,${email}\n`, "latin1")),
      await givenUpload(server, `{"email":"${email.replace("@", "\\u0040")}"}`),
      await givenUpload(server, `email\n${former}\n`),
      await givenUpload(server, "erp,firstName\nquill-4711,Zoefirst\n"),
      await givenUpload(server, "phone,firstName\n5550134567,Zoefirst\n"),
      await givenUpload(server, Buffer.from("504b0304140006000800", "hex")),
      await files.givenResult(`id,lastName\n${id},Quillast\n`),
      await files.givenResult(`{"id":"${id}"}\n`, { name: "customers.jsonl" }),
    ];
    const others = [
      await givenUpload(server, "email\nada@example.com\n"),
      await files.givenResult(`id,email\n${other.id},eva@example.com\n`),
    ];
    expect((await erase(server, id)).userErrors).toEqual([]);
    await erasuresAreDone();
    expect(await files.names()).toEqual([...others].sort());
    expect((await contents()).toLowerCase()).not.toContain(email);
    expect(await findInDump(server, [email, former, "quill-4711", "5550134567"])).toEqual([]);
    const erased = (await files.rows()).filter(({ isErased }) => isErased).map((row) => row.id);
    expect(erased).toEqual([...named].sort());
    for (const file of named) expect((await download(server, file)).status).toBe(404);
    expect((await download(server, others[1] ?? "")).status).toBe(200);
  });

  it("deletes the file from which an import has written the person, also if only names are in it", async () => {
    const { id } = await givenCustomer(server, { firstName: "Zoefirst", lastName: "Quillast" });
    const [imported, other] = [await givenUpload(server, "firstName\nZoefirst\n"), await givenUpload(server, "a\n")];
    const { rows } = await pool().query("SELECT request_id FROM change WHERE subject_id = $1", [id]);
    const job = { kind: "CUSTOMERS_IMPORT", actorType: "USER", actorId: "user_1", scopes: [] };
    await prisma().job.create({
      data: { ...job, id: "job_1", requestId: rows[0].request_id, sourceFileId: imported },
    });
    await prisma().job.create({ data: { ...job, id: "job_2", requestId: "other", sourceFileId: other } });
    await erase(server, id);
    await erasuresAreDone();
    expect(await files.names()).toEqual([other]);
  });

  it("lets nobody read a file before it is checked", async () => {
    const { id } = await givenPerson(server);
    const [named, other] = [await files.givenResult(`email\n${email}\n`), await files.givenResult("email\n")];
    for (const file of [named, other]) await holdCheck(file);
    await erase(server, id);
    for (const file of [named, other]) {
      const { status, headers, body } = await download(server, file);
      expect([status, headers["retry-after"], body]).toEqual([503, "1", expect.stringContaining("being checked")]);
      await expect(files.store().open(file)).rejects.toMatchObject({ problem: "BEING_CHECKED" });
    }
    const later = await files.givenResult("email\n");
    expect((await download(server, later)).status).toBe(200);
    for (const file of [named, other]) await holdCheck(file, "0");
    await erasuresAreDone();
    await expect(files.store().open(named)).rejects.toMatchObject({ problem: "ERASED" });
    expect((await download(server, named)).status).toBe(404);
    expect((await download(server, other)).status).toBe(200);
  }, 60_000);

  it("keeps the email encrypted until the files are checked", async () => {
    const { id } = await givenPerson(server);
    const held = await files.givenResult("email\n");
    await holdCheck(held);
    await erase(server, id);
    expect(await prisma().fileErasure.count()).toBe(1);
    expect(await findInDump(server, [email, former, "quill-4711"])).toEqual([]);
    await holdCheck(held, "0");
    await erasuresAreDone();
  }, 60_000);

  it("deletes a file that was being written during the erasure, after its end", async () => {
    const { id } = await givenPerson(server);
    const { sender, response } = begin(server);
    sender.write(`email\n${email}\n`);
    await eventually("no draft exists", async () => (await files.names())[0]);
    const result = await files.store().createResult("user_1", "customers.csv");
    await erase(server, id);
    await result.write(Buffer.from(`id\n${id}\n`));
    await result.finish();
    sender.end();
    const uploaded = JSON.parse((await response).body).id;
    expect(await prisma().fileErasure.count()).toBe(1);
    await erasuresAreDone();
    expect(await files.names()).toEqual([]);
    expect((await files.rows()).map((row) => [row.id, row.isErased])).toEqual(
      [uploaded, result.id].sort().map((file) => [file, true]),
    );
  }, 60_000);

  it("does not wait for a file whose client has gone, and keeps files that are sent later", async () => {
    const { id } = await givenPerson(server);
    const { sender } = begin(server);
    sender.on("error", () => {});
    sender.write(`email\n${email}\n`);
    await eventually("no draft exists", async () => (await files.names())[0]);
    await erase(server, id);
    sender.destroy();
    const later = await givenUpload(server, `email\n${email}\n`);
    await erasuresAreDone();
    expect(await files.names()).toEqual([later]);
  }, 60_000);

  it("keeps the files if it is rolled back", async () => {
    const { id } = await givenPerson(server);
    const file = await givenUpload(server, `email\n${email}\n`);
    await pool().query("ALTER TABLE customer ADD CONSTRAINT refused CHECK (erased_at IS NULL) NOT VALID");
    try {
      const refused = await server.ask("mutation ($id: ID!) { customerErase(id: $id) { userErrors { code } } }", {
        id,
      });
      expect(refused.errors?.[0]?.extensions).toMatchObject({ code: "INTERNAL_SERVER_ERROR" });
    } finally {
      await pool().query("ALTER TABLE customer DROP CONSTRAINT refused");
    }
    expect(await prisma().fileErasure.count()).toBe(0);
    expect(await files.names()).toEqual([file]);
    expect(await files.rows()).toMatchObject([{ isErased: false }]);
  });

  it("deletes all files if the instance of the erasure has no folder, or another one: then nobody knows whom they name", async () => {
    const otherFolder = { ...files.options(), folder: await FileFolder.open(await temporaryFolder()) };
    for (const options of [undefined, otherFolder]) {
      await server.reset();
      const { id } = await givenPerson(server);
      await givenUpload(server, "email\nada@example.com\n");
      const other = await server.another({ files: options });
      await other.app.listen({ host: "127.0.0.1", port: 0 });
      const erasing = await other
        .as("sk_the-root-key-of-the-tests-0123456789")
        .ask("mutation ($id: ID!) { customerErase(id: $id) { userErrors { code } } }", { id });
      expect(erasing.data).toEqual({ customerErase: { userErrors: [] } });
      await erasuresAreDone();
      expect(await files.names()).toEqual([]);
    }
  }, 60_000);

  it("is continued by another instance, and is done while no file is left", async () => {
    await prisma().fileErasure.create({ data: { terms: null } });
    await givenUpload(server, "email\n");
    await deleteDoneErasures(prisma());
    // A file that is stored later does not concern the erasure.
    expect(await prisma().fileErasure.count()).toBe(0);
    const file = await givenUpload(server, "email\n");
    await prisma().fileErasure.create({ data: { terms: null } });
    await erasuresAreDone();
    expect(await files.rows()).toContainEqual(expect.objectContaining({ id: file, isErased: true }));
  }, 60_000);

  it("checks a file for many erasures, also for more than one pass", async () => {
    const ids: string[] = [];
    for (let count = 0; count < 25; count += 1) {
      ids.push((await givenCustomer(server, { email: `zoe${count}@example.com` })).id);
    }
    const named = await givenUpload(server, "email\nzoe24@example.com\n");
    const other = await givenUpload(server, "email\nzoe25@example.com\n");
    for (const file of [named, other]) await holdCheck(file);
    for (const id of ids) await erase(server, id);
    for (const file of [named, other]) await holdCheck(file, "0");
    await erasuresAreDone();
    expect(await files.names()).toEqual([other]);
  }, 120_000);
});

describe("an erasure and jobs", () => {
  const { server, ...files } = useFileServer();
  const prisma = () => server.testDatabase.database.prisma;
  const job = { kind: "CUSTOMERS_IMPORT", actorType: "USER", actorId: "user_1", scopes: [] };
  const ended = { ...job, finishedAt: new Date("2026-01-01T00:00:00Z") };
  const rowError = { position: 1, line: 1, code: "INVALID", message: "The column is unknown." };

  it("deletes the errors and the failures that name the person, and no others", async () => {
    const { id } = await givenPerson(server);
    await prisma().job.createMany({
      data: [
        { ...ended, id: "job_1", status: "SUCCEEDED" },
        { ...ended, id: "job_2", status: "FAILED", failure: `The column ${email.toUpperCase()} is unknown.` },
        { ...ended, id: "job_3", status: "FAILED", failure: "The column mail is unknown." },
      ],
    });
    await prisma().jobRowError.createMany({
      data: [
        { ...rowError, jobId: "job_1", column: email },
        { ...rowError, jobId: "job_1", column: "Zoefirst", position: 2 },
        { ...rowError, jobId: "job_3", column: "mail" },
      ],
    });
    expect((await erase(server, id)).userErrors).toEqual([]);
    expect(await prisma().jobRowError.findMany({ select: { jobId: true } })).toEqual([{ jobId: "job_3" }]);
    expect(await prisma().jobErrorText.findMany({ select: { jobId: true } })).toEqual([{ jobId: "job_3" }]);
    expect(await prisma().job.findMany({ select: { failure: true }, orderBy: { id: "asc" } })).toEqual([
      { failure: null },
      { failure: "The job named a person whose data was erased." },
      { failure: "The column mail is unknown." },
    ]);
    expect(await findInDump(server, [email])).toEqual([]);
  });

  it("does not read the errors of all jobs, of which there can be millions", async () => {
    const { id } = await givenPerson(server);
    await prisma().job.create({ data: { ...ended, id: "job_1", status: "SUCCEEDED" } });
    const errors = Array.from({ length: 50 }, (_, n) => ({
      ...rowError,
      jobId: "job_1",
      position: n + 1,
      column: "mail",
    }));
    await prisma().jobRowError.createMany({ data: errors });
    expect(await prisma().jobErrorText.count()).toBe(1);
    const { statements } = await server.testDatabase.withStatements(() => erase(server, id));
    expect(statements.filter((sql) => sql.includes("job_error_text"))).toHaveLength(1);
    expect(statements.filter((sql) => sql.includes("job_row_error"))).toEqual([]);
  });

  it("ends the jobs that look for the person", async () => {
    const { id } = await givenPerson(server);
    const input = { where: { email: { eq: email.toUpperCase() } } };
    await prisma().job.createMany({
      data: [
        { ...job, id: "job_1", input },
        { ...job, id: "job_2", input, status: "RUNNING", leaseToken: "a", position: { offset: 1 } },
        { ...job, id: "job_3", input: { where: {} } },
      ],
    });
    await erase(server, id);
    expect(await prisma().job.findMany({ select: { status: true, failure: true }, orderBy: { id: "asc" } })).toEqual([
      { status: "FAILED", failure: "The job named a person whose data was erased." },
      { status: "FAILED", failure: "The job named a person whose data was erased." },
      { status: "QUEUED", failure: null },
    ]);
    expect(await findInDump(server, [email])).toEqual([]);
  });

  it("does not allow a job to go on with a file that is not checked, or that named the person", async () => {
    const { id } = await givenPerson(server);
    const file = await givenUpload(server, `email\n${email}\n`);
    const lock = () => inTransaction(prisma(), null, (tx) => files.store().lockForReading(tx, file));
    await lock();
    await server.testDatabase.database.pool.query(
      "UPDATE stored_file SET check_leased_until = now() + interval '1 hour'",
    );
    await erase(server, id);
    await expect(lock()).rejects.toMatchObject({ problem: "BEING_CHECKED" });
    await server.testDatabase.database.pool.query("UPDATE stored_file SET check_leased_until = NULL");
    await eventually("the file was not deleted", async () => (await files.names()).length === 0 || undefined);
    await eventually("the row has not changed", async () => (await files.rows())[0]?.isErased || undefined);
    await expect(lock()).rejects.toMatchObject({ problem: "ERASED" });
    await expect(inTransaction(prisma(), null, (tx) => files.store().lockForReading(tx, "file_1"))).rejects.toThrow(
      FileUnavailable,
    );
  }, 60_000);

  (isServer ? it : it.skip)(
    "waits for the batch of a job, so that the batch writes nothing that is erased",
    async () => {
      const { id } = await givenPerson(server);
      const file = await givenUpload(server, `email\n${email}\n`);
      const order: string[] = [];
      let erasing: Promise<unknown> | undefined;
      await inTransaction(prisma(), null, async (tx) => {
        await files.store().lockForReading(tx, file);
        erasing = erase(server, id).then(() => order.push("erased"));
        await eventually("the erasure does not wait", async () => {
          const waiting = await prisma().$queryRaw<unknown[]>`
          SELECT FROM pg_locks WHERE locktype = 'advisory' AND NOT granted
            AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`;
          return waiting.length > 0 || undefined;
        });
        order.push("written");
      });
      await erasing;
      expect(order).toEqual(["written", "erased"]);
    },
  );
});
