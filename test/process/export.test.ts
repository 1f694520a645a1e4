import { readdir, readFile, stat, writeFile } from "node:fs/promises";
import path from "node:path";
import { describeOnServer, openTestDatabase, type TestDatabase } from "../support/database.js";
import { temporaryFolders } from "../support/temporary-folder.js";
import { runCommand } from "./run-command.js";
import { dataFolders } from "./server-process.js";

const temporaryFolder = temporaryFolders();
const dataFolder = dataFolders();

describeOnServer("npm run export", () => {
  let testDatabase: TestDatabase;
  let folder: string;
  beforeAll(async () => {
    testDatabase = await openTestDatabase();
    const data = [
      { id: "cus_1", email: "ada@example.com", firstName: "Ada", metadata: { vip: true } },
      { id: "cus_2", email: "bea@example.com", firstName: "Bea" },
      { id: "cus_3", email: "eva@example.com", firstName: "Eva", deletedAt: new Date() },
    ];
    await testDatabase.database.prisma.customer.createMany({ data });
  });
  beforeEach(async () => {
    folder = await temporaryFolder();
  });
  afterAll(() => testDatabase.close());

  const inFolder = (name: string) => path.join(folder, name);
  const run = (...args: string[]) =>
    runCommand("export-customers", args, { settings: { DATABASE_URL: testDatabase.url ?? "" } });
  const read = (name: string) => readFile(inFolder(name), "utf8");

  it("writes customers to a file that only its owner can read, and says how many", async () => {
    const result = await run(inFolder("customers.csv"), "--columns", "id,email,metadata.vip");
    expect(result).toMatchObject({ code: 0, messages: "Customers: 100 % (2 of 2)\n" });
    expect(result.output).toMatch(/^Exported 2 customers to .*customers\.csv \(1 KiB\) in \d+\.\d s\.\n$/);
    expect(await read("customers.csv")).toBe(
      "id,email,metadata.vip\r\ncus_1,ada@example.com,true\r\ncus_2,bea@example.com,\r\n",
    );
    expect((await stat(inFolder("customers.csv"))).mode & 0o777).toBe(0o600);
    expect(await readdir(folder)).toEqual(["customers.csv"]);
  }, 240_000);

  it("exports the customers of a filter and a search, in the format that is given", async () => {
    const filter = ["--where", '{"createdAt": {"gte": "2020-01-01T00:00:00Z"}}', "--search", "ada"];
    const args = [...filter, "--format", "jsonl", "--columns", "id,metadata", "--replace"];
    await writeFile(inFolder("customers.txt"), "old");
    expect(await run(inFolder("customers.txt"), ...args)).toMatchObject({ code: 0 });
    expect(await read("customers.txt")).toBe('{"id":"cus_1","metadata":{"vip":true}}\n');
  }, 240_000);

  it("does not replace a file, and leaves it as it is if the export fails", async () => {
    await writeFile(inFolder("customers.csv"), "old");
    const refused = await run(inFolder("customers.csv"));
    expect(refused).toMatchObject({ code: 1, output: "", messages: expect.stringContaining("exists already.") });
    const settings = { DATABASE_URL: "postgresql://postgres@127.0.0.1:1/none" };
    const failed = await runCommand("export-customers", [inFolder("customers.csv"), "--replace"], { settings });
    expect(failed).toMatchObject({ code: 1, output: "" });
    expect(failed.messages).toMatch(/^The export could not be completed: .*\. No file was written\.\n$/);
    expect(await read("customers.csv")).toBe("old");
    expect(await readdir(folder)).toEqual(["customers.csv"]);
  }, 240_000);

  it("leaves no file after Ctrl+C", async () => {
    const { pool } = testDatabase.database;
    const batches = Array.from({ length: 40 }, (_, index) => index);
    // Statements have a time limit, and a busy machine is slow.
    for (const batch of batches) {
      await pool.query(
        `INSERT INTO customer (id, first_name)
         SELECT 'cus_many' || $1 || '_' || n, 'Ada' FROM generate_series(1, 1000) AS n`,
        [String(batch)],
      );
    }
    const settings = { DATABASE_URL: testDatabase.url ?? "" };
    const file = inFolder("many.jsonl");
    const { code, messages } = await runCommand("export-customers", [file], {
      settings,
      interruptAt: "Customers: 0 %",
    });
    expect(code).toBe(130);
    expect(messages).toMatch(/\nInterrupted\. No file was written\.\n$/);
    expect(await readdir(folder)).toEqual([]);
    for (const batch of batches)
      await pool.query("DELETE FROM customer WHERE starts_with(id, $1)", [`cus_many${batch}_`]);
  }, 240_000);

  it("refuses wrong arguments with the reason and its usage, and writes nothing", async () => {
    const { code, output, messages } = await run(inFolder("a.csv"), "--columns", "id,emial");
    expect({ code, output }).toEqual({ code: 1, output: "" });
    expect(messages).toContain('--columns is wrong. "emial": Must be a field of CustomerUpsertInput');
    expect(messages).toContain("Usage: npm run --silent export -- customers.csv");
    expect(messages).not.toMatch(/^\s+at /m);
    expect(await readdir(folder)).toEqual([]);
  }, 240_000);
});

describe("npm run export on the embedded database", () => {
  it("reads the database in DATA_DIR", async () => {
    const file = path.join(await temporaryFolder(), "customers.jsonl");
    const { code, output } = await runCommand("export-customers", [file], {
      settings: { DATA_DIR: await dataFolder() },
    });
    expect(code).toBe(0);
    expect(output).toContain("Exported 0 customers to");
    expect(await readFile(file, "utf8")).toBe("");
  }, 240_000);
});
