import { spawnSync } from "node:child_process";
import { writeFile } from "node:fs/promises";
import path from "node:path";
import { temporaryFolders } from "../support/temporary-folder.js";
import { dataFolders, killServersAfterEach, ServerProcess } from "./server-process.js";

killServersAfterEach();
const temporaryFolder = temporaryFolders();
const dataFolder = dataFolders();

describe("the process does not start, and logs the reason", () => {
  it("for invalid settings, with all their names and no values", async () => {
    const server = new ServerProcess({
      PORT: "http",
      DEMO_DATA: "yes",
      ADMIN_API_KEY: "secret",
      DATABASE_URL: "postgresql://shop:pass-word/1@127.0.0.1/shop",
    });
    expect(await server.exitCode).toBe(1);
    expect(server.messages.map((message) => message.split("\n"))).toEqual([
      [
        "The environment is not usable:",
        "  PORT must be a whole number from 0 to 65535",
        expect.stringMatching("  DATABASE_URL must be a postgresql:// URL, with .* percent-encoded"),
        "  DEMO_DATA must be true or false",
        "  ADMIN_API_KEY must be 8 to 200 printable ASCII characters without spaces",
      ],
    ]);
    expect(server.output).not.toMatch(/"stack"|pass-word/);
  });

  it("for a mail template with a fault, with its file", async () => {
    const templates = await temporaryFolder();
    const file = path.join(templates, "user-invite.html");
    await writeFile(file, "<p>{{ name }}</p>");
    const settings = { DATA_DIR: await dataFolder(), DEMO_DATA: "false", MAIL_TEMPLATES: templates };
    const server = new ServerProcess(settings);
    expect(await server.exitCode).toBe(1);
    expect(server.messages.at(-1)).toBe(
      `The mail template ${file} has a fault: undefined variable: name, line:1, col:7`,
    );
  }, 60_000);

  it("at every log level", async () => {
    const server = new ServerProcess({ HOST: "192.0.2.1", LOG_LEVEL: "silent" });
    expect(await server.exitCode).toBe(1);
    expect(server.messages).toEqual([expect.stringContaining("192.0.2.1")]);
  });
});

const mounts = spawnSync("unshare", ["--map-root-user", "--mount", "true"]).status === 0;

describe(mounts ? "on a disk" : "on a disk (skipped: needs a name space for mounts)", () => {
  const onDisk = (mount: string) => ({
    under: [
      "unshare",
      "--map-root-user",
      "--mount",
      "sh",
      "-c",
      `disk() { mount -t tmpfs "$@" none "$DATA_DIR"; }; ${mount}`,
    ],
  });
  const onMount = mounts ? it : it.skip;
  const fullAt = (folder: string) =>
    `The disk is full where DATA_DIR is, ${folder}. Free some space, then start again.`;

  onMount("that takes no file, the process says that it is full", async () => {
    const folder = await temporaryFolder();
    const server = new ServerProcess({ DATA_DIR: folder }, onDisk('disk -o nr_inodes=1; exec "$0" "$@"'));
    expect(await server.exitCode).toBe(1);
    expect(server.messages).toEqual([fullAt(folder)]);
  });

  onMount("that becomes full, the process says so, and starts again when there is more room", async () => {
    const folder = await temporaryFolder();
    // The database is created, migrated and filled in this folder.
    const tries = ["8m", "40m", "60m"].map((size) => `disk -o remount,size=${size}; "$0" "$@"`).join("; ");
    const disk = onDisk(`disk -o size=8m; ${tries}; disk -o remount,size=500m; exec "$0" "$@"`);
    const server = new ServerProcess({ DATA_DIR: folder }, disk);
    await server.started();
    expect(server.messages.filter((message) => message === fullAt(folder))).toHaveLength(3);
    expect(server.output).not.toMatch(/"level":60(?!.*The disk is full)/);
    expect(await server.customerCount()).toBe(1000);
  });
});
