import { mkdir, readdir, writeFile } from "node:fs/promises";
import { createServer, type Server } from "node:net";
import path from "node:path";
import { pino } from "pino";
import { createServerPool } from "../../src/database/server/server-pool.js";
import { readEnvironment } from "../../src/env.js";
import { startServer } from "../../src/startup/start.js";
import { logStartFailure } from "../../src/startup/start-failure.js";
import { freePort, hasPostgresPrograms, TemporaryCluster } from "../support/temporary-cluster.js";
import { temporaryFolders } from "../support/temporary-folder.js";

const temporaryFolder = temporaryFolders();

/** The messages of a failed start. Expects that they contain no stack and no password. */
async function messagesOf(settings: Readonly<Record<string, string>>): Promise<string[]> {
  const lines: string[] = [];
  const logger = pino({ level: "info" }, { write: (line: string) => lines.push(line) });
  const environment = readEnvironment({ PORT: "0", DEMO_DATA: "false", ...settings });
  const error = await startServer(environment, logger).then(
    () => undefined,
    (error) => error,
  );
  if (!(error instanceof Error)) throw new Error("The server was expected not to start.");
  logStartFailure(logger, error, environment);
  expect(lines.join("")).not.toMatch(/"stack"|pass-word/);
  return lines.map((line) => JSON.parse(line).msg);
}

/** The last message, which has the reason of the failed start. */
async function failureOf(settings: Readonly<Record<string, string>>): Promise<string | undefined> {
  return (await messagesOf(settings)).at(-1);
}

describe("a failed start logs the reason", () => {
  it.each([
    ["at whose address nothing listens", "127.0.0.1:1", "Nothing listens at 127.0.0.1:1 (ECONNREFUSED)."],
    ["whose host is unknown", "nowhere.invalid", "The host nowhere.invalid of DATABASE_URL is unknown."],
  ])("with a database %s", async (_what, host, message) => {
    expect(await failureOf({ DATABASE_URL: `postgresql://shop:pass-word@${host}/shop` })).toContain(message);
  });

  it("with a connection that breaks after the first statements", () => {
    const lines: string[] = [];
    const environment = readEnvironment({ DATABASE_URL: "postgresql://shop:pass-word@db.example/customers" });
    const error = Object.assign(new Error("read ECONNRESET"), { code: "ECONNRESET" });
    logStartFailure(pino({}, { write: (line: string) => lines.push(line) }), error, environment);
    expect(lines.join("")).toContain("The database customers of PostgreSQL at db.example:5432 cannot be reached");
    expect(lines.join("")).not.toContain("pass-word");
  });

  it.each([
    [{ HOST: "192.0.2.1" }, "HOST and PORT, 192.0.2.1:0: this machine has no address 192.0.2.1 (EADDRNOTAVAIL)"],
    [{ HOST: "nowhere.invalid" }, "HOST and PORT, nowhere.invalid:0: the host nowhere.invalid is unknown"],
    [{ METRICS_PORT: "0", METRICS_HOST: "192.0.2.1" }, "METRICS_HOST and METRICS_PORT, 192.0.2.1:0: this machine has"],
  ])("if it cannot listen at its address: %j", async (settings, message) => {
    const dataDir = path.join(await temporaryFolder(), "data");
    expect(await failureOf({ ...settings, DATA_DIR: dataDir })).toContain(`Cannot listen on the address of ${message}`);
  });

  it("after a warning about a variable that looks like a misspelt setting, without its value", async () => {
    expect(await messagesOf({ HOST: "192.0.2.1", DATABASE_ULR: "pass-word" })).toEqual([
      "DATABASE_ULR is not a setting of this server. Did you mean DATABASE_URL?",
      expect.stringContaining("192.0.2.1"),
    ]);
  });

  describe("if a port is in use, before it creates anything:", () => {
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
      expect(failure).toContain(`127.0.0.1:${port}: the port is in use (EADDRINUSE).`);
      expect(failure).toContain(`another ${setting}.`);
      expect(await readdir(folder)).toEqual([]);
    });
  });

  it("if both ports are the same, before it creates anything", async () => {
    const folder = await temporaryFolder();
    const port = String(await freePort());
    const failure = await failureOf({ PORT: port, METRICS_PORT: port, DATA_DIR: path.join(folder, "data") });
    expect(failure).toContain("another METRICS_PORT.");
    expect(await readdir(folder)).toEqual([]);
  });
});

describe("a start fails on a DATA_DIR", () => {
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

  it("that contains files of another program", async () => {
    const folder = await temporaryFolder();
    await writeFile(path.join(folder, "report.txt"), "");
    await mkdir(path.join(folder, "lock.1"));
    expect(await failureOf({ DATA_DIR: folder })).toContain(
      `DATA_DIR, ${folder}, holds files of another program (report.txt).`,
    );
    expect((await readdir(folder)).sort()).toEqual(["lock.1", "report.txt"]);
  });
});

const describeOnCluster = hasPostgresPrograms ? describe : describe.skip;
const skipped = hasPostgresPrograms ? "" : " (skipped: needs PG_BIN)";

describeOnCluster(`a start fails on a PostgreSQL server${skipped}`, () => {
  let cluster: TemporaryCluster;
  const sql = async (statements: string, database = "postgres") => {
    const pool = createServerPool(urlOf({ database }), { poolSize: 1 });
    await pool.query(statements).finally(() => pool.end());
  };
  const urlOf = ({ user = "postgres", password = "", database = "shop", parameters = "" }) => {
    const url = new URL(cluster.url);
    Object.assign(url, { username: user, password, pathname: `/${database}`, search: parameters });
    return url.href;
  };
  const failureAt = (at: Parameters<typeof urlOf>[0]) => failureOf({ DATABASE_URL: urlOf(at) });

  beforeAll(async () => {
    cluster = await TemporaryCluster.create();
    await sql("CREATE ROLE shop LOGIN PASSWORD 'right'");
    for (const name of ["shop", "other", "prisma", "closed", "replica", "bare"]) await sql(`CREATE DATABASE ${name}`);
    await sql("CREATE DATABASE latin ENCODING 'LATIN1' LOCALE 'C' TEMPLATE template0");
    await sql(
      "ALTER DATABASE closed ALLOW_CONNECTIONS false; ALTER DATABASE replica SET default_transaction_read_only = on",
    );
    await sql("DROP SCHEMA public", "bare");
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

  it.each([
    ["without the database", "shops", /^There is no database shops in PostgreSQL at 127\.0\.0\.1:\d+\. Create it/],
    ["without a database of that name", "My%20Shop", /^There is no database My Shop .* \(createdb "My Shop"\)/],
    [
      "whose database accepts no connections",
      "closed",
      /refuses the user postgres in the database closed: .* \(55000\)/,
    ],
    [
      "whose database accepts no writes",
      "replica",
      /^The database replica .* takes no writes: it is a replica, or set/,
    ],
    ["whose database has no schema", "bare", /^The database bare .* Create it \(CREATE SCHEMA public/],
    [
      "whose database does not have every letter",
      "latin",
      /^The database latin has the encoding LATIN1; it must be UTF8/,
    ],
    [
      "whose database belongs to another program, by its tables",
      "other",
      /^The database other belongs to another program: it has tables of its own \(invoice, paid\)\. Nothing was changed\./,
    ],
    [
      "whose database belongs to another program, by its migrations",
      "prisma",
      /^The database prisma belongs to another program: it has that one's migrations, such as 20200101000000_blog\./,
    ],
  ])("%s", async (_what, database, message) => {
    expect(await failureAt({ database })).toMatch(message);
  });

  it("and does not change the database of another program", async () => {
    await failureAt({ database: "other" });
    await expect(sql("SELECT FROM _prisma_migrations", "other")).rejects.toThrow("does not exist");
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

  it("with a user that does not exist", async () => {
    expect(await failureAt({ user: "nobody" })).toMatch(
      /does not let the user nobody in: role "nobody" does not exist/,
    );
  });

  it.each([
    ["a parameter that it does not know", "options=-c%20nonsense%3D1", /refuses .* parameter "nonsense" \(42704\)/],
    [
      "a file that is not there",
      "sslrootcert=/nothere",
      /^The file \/nothere, which DATABASE_URL names, cannot be read/,
    ],
    ["TLS, which it does not accept", "sslmode=verify-full", /does not take TLS, which DATABASE_URL asks for/],
  ])("with %s", async (_what, parameters, message) => {
    expect(await failureAt({ parameters })).toMatch(message);
  });
});
