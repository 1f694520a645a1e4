import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { text } from "node:stream/consumers";
import { temporaryFolders } from "../support/temporary-folder.js";
import { builtProgram } from "./built-program.js";
import { dataFolders, noSettings, repository } from "./server-process.js";

const temporaryFolder = temporaryFolders();
const dataFolder = dataFolders();
const running = new Set<ChildProcess>();
afterEach(() => {
  for (const child of running) child.kill("SIGKILL");
});

const invalidEmail =
  "Must be an email address, such as name@example.com, without white space and invisible characters.";

/** Starts `npm run import` on the embedded database in a folder. */
function start(dataDir: string, args: readonly string[]) {
  const child = spawn(process.execPath, [...builtProgram("cli/import-customers.js"), ...args], {
    cwd: repository,
    env: { PATH: process.env.PATH, ...noSettings, DATA_DIR: dataDir },
  });
  running.add(child);
  let progress = "";
  child.stderr.setEncoding("utf8").on("data", (part) => {
    progress += part;
  });
  /** Waits until the command has written this to its standard error. */
  const sees = async (part: string) => {
    while (!progress.includes(part)) await once(child.stderr, "data");
  };
  const output = text(child.stdout);
  const ended = once(child, "close").then(async ([code]) => {
    running.delete(child);
    return { code: code as number | null, output: await output, messages: progress };
  });
  return { child, ended, sees };
}

const importFile = (dataDir: string, ...args: string[]) => start(dataDir, args).ended;

async function givenFile(name: string, content: string): Promise<string> {
  const file = path.join(await temporaryFolder(), name);
  await writeFile(file, content);
  return file;
}

describe("npm run import", () => {
  it("writes the good rows, shows counts and errors by line, and exits with 2 if there are errors", async () => {
    const dataDir = await dataFolder();
    const file = await givenFile(
      "customers.csv",
      "E-Mail;firstName;Remarks\nada@example.com;Ada;x\nno;Eve;\nbea@example.com;Bea;\n",
    );
    const errors = path.join(await temporaryFolder(), "errors.csv");
    const columns = ["--column", "E-Mail=email", "--column", "Remarks="];
    const first = await importFile(dataDir, file, ...columns, "--errors", errors);
    expect(first).toMatchObject({ code: 2, messages: expect.stringContaining("Customers: 100 % (3 of 3)") });
    expect(first.output).toBe(`           read  created  updated  unchanged  refused
customers     3        2        0          0        1

Errors:
  line 3, E-Mail: INVALID_EMAIL ${invalidEmail}
`);
    expect(await readFile(errors, "utf8")).toBe(
      `line,column,code,message\r\n3,E-Mail,INVALID_EMAIL,"${invalidEmail}"\r\n`,
    );
    const again = await importFile(dataDir, file, ...columns, "--dry-run");
    expect(again.code).toBe(2);
    expect(again.output).toContain("customers     3        0        0          2        1");
    expect(again.output).toContain("Nothing was written, because of --dry-run.");
  }, 300_000);

  it("exits with 0 if all rows are imported, and with 1 if the file is refused, which writes nothing", async () => {
    const dataDir = await dataFolder();
    const rows = '{"email":"ada@example.com"}\n{"email":"no"}\n';
    const refused = await importFile(dataDir, await givenFile("bad.jsonl", rows), "--all-or-nothing");
    expect(refused).toMatchObject({
      code: 1,
      messages: expect.stringContaining("The import failed. 1 row has errors, so nothing was written."),
    });
    const unknown = await importFile(dataDir, await givenFile("unknown.csv", "emial\nada@example.com\n"));
    expect(unknown).toMatchObject({ code: 1, messages: expect.stringContaining('"emial" (similar: email)') });
    const good = await importFile(dataDir, await givenFile("good.txt", "email\nada@example.com\n"));
    expect(good.output).toContain("customers     1        1        0          0        0");
    expect(good.code).toBe(0);
  }, 300_000);

  it("stops after a batch at Ctrl+C, keeps what is written, and exits with 130", async () => {
    const dataDir = await dataFolder();
    const rows = Array.from({ length: 60_000 }, (_, n) => `c${n}@example.com,Ada\n`).join("");
    const file = await givenFile("many.csv", `email,firstName\n${rows}`);
    const { child, ended, sees } = start(dataDir, [file]);
    await sees("Customers: 0 % (");
    child.kill("SIGINT");
    const { code, output } = await ended;
    expect(code).toBe(130);
    const [, read, created] = /customers +([\d,]+) +([\d,]+)/.exec(output) ?? [];
    expect(read).toBe(created);
    expect(Number(created?.replaceAll(",", ""))).toBeLessThan(60_000);
  }, 300_000);

  it("exits with 1 and a clear message for wrong arguments and files, before it opens the database", async () => {
    const unused = path.join(await temporaryFolder(), "unused");
    const cases: [string[], string][] = [
      [[], "Expected one file."],
      [["a.csv", "--column", "x=emial"], "--column: Must be a field of CustomerUpsertInput"],
      [["/nowhere/a.csv"], "/nowhere/a.csv cannot be read: it does not exist."],
    ];
    for (const [args, message] of cases) {
      const { code, messages, output } = await importFile(unused, ...args);
      expect([code, output, messages]).toEqual([1, "", expect.stringContaining(message)]);
    }
    const help = await importFile(unused, "--help");
    expect(help).toMatchObject({ code: 0, output: expect.stringContaining("Usage: npm run --silent import") });
  }, 300_000);
});
