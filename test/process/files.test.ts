import { spawnSync } from "node:child_process";
import { once } from "node:events";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { type ClientRequest, request } from "node:http";
import path from "node:path";
import { json } from "node:stream/consumers";
import { describeOnServer, openTestDatabase } from "../support/database.js";
import { eventually } from "../support/mail.js";
import { adminKey } from "../support/server.js";
import { temporaryFolders } from "../support/temporary-folder.js";
import { dataFolders, killServersAfterEach, ServerProcess, startServer } from "./server-process.js";

killServersAfterEach();
const temporaryFolder = temporaryFolders();
const dataFolder = dataFolders();

const megabyte = 1_000_000;
const part = Buffer.alloc(megabyte, "ada@example.com,Ada,Lovelace\n");

const namesIn = (folder: string) => readdirSync(folder).filter((name) => name !== "folder-key");

/** Begins to send a file. */
function beginUpload(server: ServerProcess, key = server.key): ClientRequest {
  const headers = { authorization: `Bearer ${key}`, "transfer-encoding": "chunked" };
  return request(new URL("/files", server.url), { method: "POST", headers, agent: false });
}

/** Sends a file of this size, and returns the status of the response. */
async function upload(server: ServerProcess, megabytes: number): Promise<number> {
  const sender = beginUpload(server);
  const response = once(sender, "response");
  for (let sent = 0; sent < megabytes; sent += 1) if (!sender.write(part)) await once(sender, "drain");
  sender.end();
  const [message] = await response;
  await json(message);
  return message.statusCode;
}

describe("the process that receives files", () => {
  it("does not use more memory for a large file", async () => {
    const server = await startServer({ DATA_DIR: await dataFolder(), DEMO_DATA: "false" });
    const memory = () => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${server.pid}/status`, "utf8"))?.[1]) / 1024;
    expect(await upload(server, 30)).toBe(201);
    const before = memory();
    let highest = before;
    const sampling = setInterval(() => {
      highest = Math.max(highest, memory());
    }, 50);
    expect(await upload(server, 300)).toBe(201);
    clearInterval(sampling);
    process.stderr.write(
      `Memory: ${Math.round(before)} MB before a file of 300 MB, at most ${Math.round(highest)} MB.\n`,
    );
    expect(highest - before).toBeLessThan(100);
  }, 120_000);

  it("leaves nothing of a file that is on its way when the process stops", async () => {
    const folder = await temporaryFolder();
    const server = await startServer({ DATA_DIR: await dataFolder(), DEMO_DATA: "false", FILES_DIR: folder });
    const sender = beginUpload(server);
    const gone = once(sender, "error");
    sender.write(part);
    await eventually("no draft exists", async () => namesIn(folder)[0]);
    server.signal("SIGTERM");
    await gone;
    expect(await server.exitCode).toBe(0);
    expect(namesIn(folder)).toEqual([]);
  }, 60_000);

  it("does not start if it cannot use the folder", async () => {
    const file = path.join(await temporaryFolder(), "file");
    await writeFile(file, "");
    const server = new ServerProcess({ DATA_DIR: await dataFolder(), DEMO_DATA: "false", FILES_DIR: file });
    expect(await server.exitCode).toBe(1);
    expect(server.messages.at(-1)).toBe(`The folder of the files, ${file} (FILES_DIR), cannot be used: it is a file.`);
  }, 60_000);
});

const mounts = spawnSync("unshare", ["--map-root-user", "--mount", "true"]).status === 0;

describe("a disk for files that becomes full", () => {
  (mounts ? it : it.skip)(
    "refuses the file with 503, loses nothing, and takes a smaller one",
    async () => {
      const folder = await temporaryFolder();
      const settings = { DATA_DIR: await dataFolder(), DEMO_DATA: "false", FILES_DIR: folder };
      const mount = 'mount -t tmpfs -o size=4m none "$FILES_DIR"; exec "$0" "$@"';
      const server = await startServer(settings, {
        under: ["unshare", "--map-root-user", "--mount", "sh", "-c", mount],
      });
      const filesOf = () => namesIn(`/proc/${server.pid}/root${folder}`);
      expect(await upload(server, 3)).toBe(201);
      expect(await upload(server, 2)).toBe(503);
      expect(filesOf()).toHaveLength(1);
      expect(await server.customerCount()).toBe(0);
      expect(await upload(server, 1)).toBe(201);
      await eventually("no failure is logged", async () =>
        server.messages.find((message) => message === "operation failed"),
      );
    },
    60_000,
  );
});

describeOnServer("two processes with one folder", () => {
  it("one deletes what the other has begun to receive when it was killed", async () => {
    const { url = "", database, close } = await openTestDatabase();
    const folder = await temporaryFolder();
    const settings = { DATABASE_URL: url, FILES_DIR: folder, DEMO_DATA: "false", ADMIN_API_KEY: adminKey };
    const [first, second] = [await startServer(settings), await startServer(settings)];
    const sender = beginUpload(first, adminKey);
    sender.on("error", () => {});
    sender.write(part);
    const [name = ""] = await eventually("no draft exists", async () => {
      const names = namesIn(folder);
      return names.length > 0 ? names : undefined;
    });
    first.signal("SIGKILL");
    await first.exitCode;
    expect(existsSync(path.join(folder, name))).toBe(true);
    // The lease ends after some minutes.
    await database.pool.query("UPDATE stored_file SET expires_at = now() - interval '1 minute'");
    await eventually("something remains", async () => namesIn(folder).length === 0 || undefined);
    expect(await database.prisma.storedFile.count()).toBe(0);
    second.signal("SIGTERM");
    expect(await second.exitCode).toBe(0);
    await close();
  }, 120_000);

  it("are unavailable for files without FILES_DIR, and say so at the start", async () => {
    const { url = "", close } = await openTestDatabase();
    const server = await startServer({ DATABASE_URL: url, DEMO_DATA: "false", ADMIN_API_KEY: adminKey });
    expect(server.messages).toContain("FILES_DIR is not set: imports and exports of files are unavailable.");
    const response = await fetch(new URL("/files", server.url), {
      method: "POST",
      headers: { authorization: `Bearer ${adminKey}` },
      body: "email\n",
    });
    expect(response.status).toBe(503);
    server.signal("SIGTERM");
    expect(await server.exitCode).toBe(0);
    await close();
  }, 60_000);
});
