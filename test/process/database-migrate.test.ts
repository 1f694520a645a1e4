import { spawn } from "node:child_process";
import { once } from "node:events";
import { temporaryFolders } from "../support/temporary-folder.js";
import { builtProgram } from "./built-program.js";
import { noSettings, repository } from "./server-process.js";

const temporaryFolder = temporaryFolders();

/** Runs the command of `npm run db:migrate`. Returns its exit code and its output. */
async function runMigrate(settings: Readonly<Record<string, string>>) {
  const child = spawn(process.execPath, builtProgram("cli/migrate.js"), {
    cwd: repository,
    env: { PATH: process.env.PATH, ...noSettings, ...settings },
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (text) => {
      output += text;
    });
  }
  const [code] = await once(child, "close");
  return { code, output };
}

describe("db:migrate", () => {
  test("applies the missing migrations, and none at the second run", async () => {
    const settings = { DATA_DIR: await temporaryFolder() };
    const first = await runMigrate(settings);
    expect(first).toMatchObject({ code: 0, output: expect.stringMatching(/Applied \d+ migrations\.\n$/) });
    expect(await runMigrate(settings)).toEqual({ code: 0, output: "The database is up to date.\n" });
  });

  test.each([
    ["a database that does not answer", "postgresql://postgres@127.0.0.1:1/shop", "Nothing listens at 127.0.0.1:1"],
    ["a URL without a database", "postgresql://postgres@127.0.0.1:1", "DATABASE_URL"],
  ])("fails with the reason: %s", async (_what, url, reason) => {
    const { code, output } = await runMigrate({ DATABASE_URL: url });
    expect(code).toBe(1);
    expect(output).toContain(reason);
  });
});
