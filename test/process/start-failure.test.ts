import { spawnSync } from "node:child_process";
import { mkdir, readdir, writeFile } from "node:fs/promises";
import { createServer, type Server } from "node:net";
import path from "node:path";
import { createServerPool } from "../../src/database/server-pool.js";
import { freePort, hasPostgresPrograms, TemporaryCluster } from "../support/temporary-cluster.js";
import { temporaryFolders } from "../support/temporary-folder.js";
import { killServersAfterEach, ServerProcess, startServer } from "./server-process.js";

killServersAfterEach();
const temporaryFolder = temporaryFolders();

/** What a process logs that does not start: the last message. It holds no stack, and no password. */
async function failureOf(...how: ConstructorParameters<typeof ServerProcess>): Promise<string> {
  const server = new ServerProcess(...how);
  expect(await server.exitCode).toBe(1);
  expect(server.output).not.toMatch(/"stack"|^\s+at |pass-word/m);
  return server.messages.at(-1) ?? "";
}

describe("the process does not start, and says why", () => {
  it("with settings that are wrong, naming all of them and repeating none", async () => {
    const failure = await failureOf({
      PORT: "http",
      DEMO_DATA: "yes",
      ADMIN_API_KEY: "secret",
      DATABASE_URL: "postgresql://shop:pass-word/1@127.0.0.1/shop",
    });
    expect(failure.split("\n")).toEqual([
      "The environment is not usable:",
      "  PORT must be a whole number from 0 to 65535",
      expect.stringMatching("  DATABASE_URL must be a postgresql:// URL, with characters such as .* percent-encoded"),
      "  DEMO_DATA must be true or false",
      "  ADMIN_API_KEY must be 8 to 200 printable ASCII characters without spaces",
    ]);
  });

  it("whatever the level of its log", async () => {
    expect(await failureOf({ HOST: "192.0.2.1", LOG_LEVEL: "silent" })).toContain("192.0.2.1");
  });

  it.each([
    ["where nothing listens", "127.0.0.1:1", "Nothing listens at 127.0.0.1:1 (ECONNREFUSED)."],
    ["whose host is unknown", "nowhere.invalid", "The host nowhere.invalid of DATABASE_URL is unknown."],
  ])("with a database %s", async (_what, host, message) => {
    expect(await failureOf({ DATABASE_URL: `postgresql://shop:pass-word@${host}/shop` })).toContain(message);
  });

  it.each([
    [{ HOST: "192.0.2.1" }, "HOST and PORT say, 192.0.2.1:0: this machine has no address 192.0.2.1 (EADDRNOTAVAIL)"],
    [{ HOST: "nowhere.invalid" }, "HOST and PORT say, nowhere.invalid:0: the host nowhere.invalid is unknown"],
    [
      { METRICS_PORT: "0", METRICS_HOST: "192.0.2.1" },
      "METRICS_HOST and METRICS_PORT say, 192.0.2.1:0: this machine has",
    ],
  ])("where its address is not one to listen on: %j", async (settings, message) => {
    const failure = await failureOf({ ...settings, DATA_DIR: await temporaryFolder(), DEMO_DATA: "false" });
    expect(failure).toContain(`Cannot listen where ${message}`);
  });

  describe("where a port is taken, before it creates anything:", () => {
    let holder: Server;
    let port: string;
    beforeEach(async () => {
      port = String(await freePort());
      holder = createServer();
      await new Promise<void>((resolve) => holder.listen(Number(port), "127.0.0.1", resolve));
    });
    afterEach(() => void holder.close());

    it.each(["PORT", "METRICS_PORT"])("%s", async (setting) => {
      const folder = await temporaryFolder();
      const failure = await failureOf({ [setting]: port, DATA_DIR: path.join(folder, "data") });
      expect(failure).toContain(`127.0.0.1:${port}: the port is taken (EADDRINUSE).`);
      expect(failure).toContain(`another ${setting}.`);
      expect(await readdir(folder)).toEqual([]);
    });
  });

  it("where both ports are the same, before it creates anything", async () => {
    const folder = await temporaryFolder();
    const port = String(await freePort());
    const failure = await failureOf({ PORT: port, METRICS_PORT: port, DATA_DIR: path.join(folder, "data") });
    expect(failure).toContain("another METRICS_PORT.");
    expect(await readdir(folder)).toEqual([]);
  });
});

describe("the process does not start on a DATA_DIR", () => {
  it.each([
    ["that is a file", "file", "is a file"],
    ["that lies below a file", "file/data", "is a file"],
    ["that cannot be written", "/sys/shop-customers", "cannot be written by the user of this process"],
    ["below /proc", "/proc/shop-customers/data", "cannot be created there (ENOENT)"],
    ["in /proc", "/proc/shop-customers", "cannot be created there (ENOENT)"],
  ])("%s", async (_what, name, reason) => {
    const folder = await temporaryFolder();
    await writeFile(path.join(folder, "file"), "");
    const dataDir = path.resolve(folder, name);
    expect(await failureOf({ DATA_DIR: dataDir })).toContain(`DATA_DIR, ${dataDir}, ${reason}`);
  });

  it("that holds what another program has put there", async () => {
    const folder = await temporaryFolder();
    await writeFile(path.join(folder, "report.txt"), "");
    await mkdir(path.join(folder, "lock.1"));
    expect(await failureOf({ DATA_DIR: folder })).toContain(
      `DATA_DIR, ${folder}, holds what is not of this server (report.txt).`,
    );
    expect((await readdir(folder)).sort()).toEqual(["lock.1", "report.txt"]);
  });

  const onSmallDisk = (size: string) => ({
    under: [
      "unshare",
      "--map-root-user",
      "--mount",
      "sh",
      "-c",
      `mount -t tmpfs -o size=${size} none "$DATA_DIR" && exec "$0" "$@"`,
    ],
  });
  const mounts = spawnSync("unshare", ["--map-root-user", "--mount", "true"]).status === 0;

  describe(mounts ? "on a disk that becomes full" : "on a full disk (skipped: needs a name space for mounts)", () => {
    // In the first file, while PostgreSQL is created, and while it is filled.
    (mounts ? it : it.skip).each(["4k", "8m", "40m"])("of %s", async (size) => {
      const folder = await temporaryFolder();
      expect(await failureOf({ DATA_DIR: folder }, onSmallDisk(size))).toBe(
        `The disk is full where DATA_DIR is, ${folder}. Make room there, then start again.`,
      );
    });
  });
});

describe("the process warns of a variable that looks like a misspelt setting", () => {
  it("and does not repeat its value", async () => {
    const settings = { DATA_DIR: await temporaryFolder(), DEMO_DATA: "false", DATABASE_ULR: "pass-word" };
    const server = await startServer(settings);
    expect(server.messages[0]).toBe("DATABASE_ULR is set, which is no setting of this server. Is DATABASE_URL meant?");
    expect(server.output).not.toContain("pass-word");
  });
});

const describeOnCluster = hasPostgresPrograms ? describe : describe.skip;

describeOnCluster(
  `the process does not start on a server${hasPostgresPrograms ? "" : " (skipped: needs PG_BIN)"}`,
  () => {
    let cluster: TemporaryCluster;
    const sql = async (statements: string, database = "postgres") => {
      const pool = createServerPool(urlOf({ database }), { poolSize: 1 });
      await pool.query(statements).finally(() => pool.end());
    };
    const urlOf = ({ user = "postgres", password = "", database = "shop" }) => {
      const url = new URL(cluster.url);
      Object.assign(url, { username: user, password, pathname: `/${database}` });
      return url.href;
    };
    const failureAt = (at: Parameters<typeof urlOf>[0]) => failureOf({ DATABASE_URL: urlOf(at) });

    beforeAll(async () => {
      cluster = await TemporaryCluster.create();
      await sql("CREATE ROLE shop LOGIN PASSWORD 'right'");
      for (const name of ["shop", "other", "prisma"]) await sql(`CREATE DATABASE ${name}`);
      await sql("CREATE EXTENSION pg_trgm; CREATE TABLE invoice (); CREATE VIEW paid AS SELECT 1 AS one", "other");
      await sql(
        `CREATE TABLE _prisma_migrations (id text, checksum text, finished_at timestamptz, migration_name text, rolled_back_at timestamptz, started_at timestamptz);
       INSERT INTO _prisma_migrations VALUES ('1', 'x', now(), '20200101000000_blog', NULL, now())`,
        "prisma",
      );
      await sql(
        "COPY (VALUES ('host all shop all scram-sha-256'), ('host all all all trust')) TO PROGRAM 'cat > pg_hba.conf'",
      );
      await sql("SELECT pg_reload_conf()");
    });
    afterAll(() => cluster?.remove());

    it("without the database", async () => {
      expect(await failureAt({ database: "shops" })).toMatch(
        /^There is no database shops in PostgreSQL at 127\.0\.0\.1:\d+\. Create it/,
      );
    });

    it.each([
      [
        "with a wrong password",
        "pass-word",
        /refuses the user shop: .* the password is wrong\..* must be percent-encoded/,
      ],
      ["without its password", "", /asks for a password, and DATABASE_URL holds none/],
      [
        "without the right to create tables",
        "right",
        /The user shop lacks a right in the database shop .* OWNER TO shop/,
      ],
    ])("%s", async (_what, password, message) => {
      expect(await failureAt({ user: "shop", password })).toMatch(message);
    });

    it("with a user that it does not have", async () => {
      expect(await failureAt({ user: "nobody" })).toMatch(
        /does not let the user nobody in: role "nobody" does not exist/,
      );
    });

    it("whose database is another program's, by its tables, leaving it as it was", async () => {
      expect(await failureAt({ database: "other" })).toMatch(
        /^The database other belongs to another program: it has tables of its own \(invoice, paid\)\. Nothing was changed\./,
      );
      await expect(sql("SELECT FROM _prisma_migrations", "other")).rejects.toThrow("does not exist");
    });

    it("whose database is another program's, by its migrations", async () => {
      expect(await failureAt({ database: "prisma" })).toMatch(
        /belongs to another program: it has that one's migrations, such as 20200101000000_blog\./,
      );
    });
  },
);
