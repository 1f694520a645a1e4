import { rm, utimes, writeFile } from "node:fs/promises";
import path from "node:path";
import { pino } from "pino";
import { deleteExpiredFiles, OrphanCleanup } from "../../src/files/file-cleanup.js";
import { startFileService } from "../../src/files/file-service.js";
import { FileFolder } from "../../src/files/storage/file-folder.js";
import { deleteExpiredRowsElsewhere, renewWriterLeases } from "../../src/files/storage/stored-file.rows.js";
import { eventually } from "../support/mail.js";
import { temporaryFolders } from "../support/temporary-folder.js";
import { begin, download, givenUpload, upload, useFileServer } from "./files.steps.js";

const orphanId = "file_01JZ8Q5W3V9K2M4N6P8R0S2T4V";

describe("the files of several days", () => {
  const { server, ...files } = useFileServer();
  const temporaryFolder = temporaryFolders();
  const folder = () => files.options().folder;
  const prisma = () => server.testDatabase.database.prisma;
  const expire = (id: string, ago = "0") =>
    server.testDatabase.database.pool.query("UPDATE stored_file SET expires_at = now() - $2::interval WHERE id = $1", [
      id,
      ago,
    ]);

  it("are deleted after FILE_DAYS, together with their rows", async () => {
    const [old, recent] = [await givenUpload(server, "a"), await givenUpload(server, "b")];
    expect((await files.rows()).map(({ days }) => days)).toEqual([7, 7]);
    await expire(old);
    await deleteExpiredFiles(prisma(), folder());
    expect(await files.names()).toEqual([recent]);
    expect((await files.rows()).map(({ id }) => id)).toEqual([recent]);
  });

  it("are deleted by all instances at once, without an error", async () => {
    for (let count = 0; count < 150; count += 1) await expire(await files.givenResult("a"));
    await Promise.all([1, 2, 3].map(() => deleteExpiredFiles(prisma(), folder())));
    await files.expectNothing();
  });

  it("are deleted without a call", async () => {
    await expire(await givenUpload(server, "a"));
    await files.expectNothing();
  }, 60_000);

  it("are deleted while they are written, if their process has died", async () => {
    const writer = await files.store().createResult("user_1", "customers.csv");
    await writer.write(Buffer.from("a"));
    await expire(writer.id);
    expect(await renewWriterLeases(prisma(), [writer.id])).toEqual([]);
    await deleteExpiredFiles(prisma(), folder());
    await files.expectNothing();
    // The process was only slow.
    await expect(writer.finish()).rejects.toMatchObject({ extensions: { code: "SERVICE_UNAVAILABLE" } });
    await files.expectNothing();
  });

  it("answers 503 if the lease of an upload has ended, and leaves nothing", async () => {
    const { sender, response } = begin(server);
    sender.write("email\n");
    const [row] = await eventually("no row exists", async () => {
      const rows = await files.rows();
      return rows.length > 0 ? rows : undefined;
    });
    await expire(row?.id ?? "");
    sender.end("ada@example.com\n");
    expect((await response).status).toBe(503);
    await files.expectNothing();
  });

  it("keeps a file that is being written for as long as its writer renews the lease", async () => {
    const writer = await files.store().createResult("user_1", "customers.csv");
    expect(await renewWriterLeases(prisma(), [writer.id])).toEqual([writer.id]);
    await deleteExpiredFiles(prisma(), folder());
    await writer.finish();
    expect(await files.names()).toEqual([writer.id]);
    expect(await renewWriterLeases(prisma(), [writer.id])).toEqual([]);
  });

  it("leaves nothing of a file that is created while the server stops", async () => {
    const { database } = server.testDatabase;
    const { files: store, close } = startFileService(files.options(), { database, logger: pino({ level: "silent" }) });
    const created = store.createResult("user_1", "customers.csv");
    await Promise.all([close(), expect(created).rejects.toMatchObject({ message: "The server is stopping." })]);
    await files.expectNothing();
  });

  it("deletes contents without a row only after the longest time that a file is kept", async () => {
    const file = path.join(folder().path, orphanId);
    const cleanup = new OrphanCleanup(prisma(), folder(), 7);
    await writeFile(file, "a");
    await writeFile(`${file}.part`, "a");
    await cleanup.run();
    expect(await files.names()).toHaveLength(2);
    const nineDaysAgo = new Date(Date.now() - 9 * 86_400_000);
    for (const name of [file, `${file}.part`]) await utimes(name, nineDaysAgo, nineDaysAgo);
    const kept = await givenUpload(server, "a");
    await utimes(path.join(folder().path, kept), nineDaysAgo, nineDaysAgo);
    await cleanup.run();
    expect(await files.names()).toEqual([kept]);
  });

  it("deletes rows without contents at the second look", async () => {
    const [lost, kept] = [await givenUpload(server, "a"), await givenUpload(server, "b")];
    await rm(path.join(folder().path, lost));
    const cleanup = new OrphanCleanup(prisma(), folder(), 7);
    await cleanup.run();
    expect(await files.rows()).toHaveLength(2);
    await cleanup.run();
    expect((await files.rows()).map(({ id }) => id)).toEqual([kept]);
  });

  it("deletes nothing if the folder was replaced, for example because it is not mounted any more", async () => {
    const own = await FileFolder.open(await temporaryFolder());
    await prisma().storedFile.create({
      data: {
        id: orphanId,
        purpose: "UPLOAD",
        folder: own.id,
        size: 1,
        createdBy: "user_1",
        erasuresChecked: 0,
        expiresAt: new Date("2099-01-01T00:00:00Z"),
      },
    });
    await rm(path.join(own.path, "folder-key"));
    await FileFolder.open(own.path);
    const cleanup = new OrphanCleanup(prisma(), own, 7);
    for (let run = 1; run <= 2; run += 1) await expect(cleanup.run()).rejects.toThrow("was replaced");
    expect(await files.rows()).toHaveLength(1);
  });

  it("leaves the files of another folder alone, until their rows have expired a day ago", async () => {
    const id = await givenUpload(server, "a");
    const other = await FileFolder.open(await temporaryFolder());
    await expire(id, "1 hour");
    await deleteExpiredFiles(prisma(), other);
    await deleteExpiredRowsElsewhere(prisma(), other.id);
    await expire(id, "25 hours");
    await deleteExpiredRowsElsewhere(prisma(), other.id);
    expect(await files.rows()).toEqual([]);
  });
});

describe("two instances", () => {
  const { server, ...files } = useFileServer();
  const temporaryFolder = temporaryFolders();

  it("share the files of a folder", async () => {
    const other = await server.another({
      files: { ...files.options(), folder: await FileFolder.open(files.options().folder.path) },
    });
    await other.app.listen({ host: "127.0.0.1", port: 0 });
    const id = await files.givenResult("email\n");
    expect((await download(other, id)).body).toBe("email\n");
    const { body } = await upload(other, "a");
    expect(await files.names()).toEqual([id, JSON.parse(body).id].sort());
  });

  it("do not find the files of each other in different folders, and say so", async () => {
    const folder = await FileFolder.open(await temporaryFolder());
    const other = await server.another({ files: { ...files.options(), folder } });
    await other.app.listen({ host: "127.0.0.1", port: 0 });
    const response = await download(other, await files.givenResult("email\n"));
    expect([response.status, response.body]).toEqual([503, expect.stringContaining("same FILES_DIR")]);
  });
});
