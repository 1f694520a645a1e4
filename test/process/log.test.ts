import { spawn } from "node:child_process";
import { once } from "node:events";
import { builtProgram } from "./built-program.js";
import { noSettings, repository } from "./server-process.js";

// The first statements of the process: they set if there is a terminal, and further actions after the first log line.
const preload = (isTerminal: boolean, besides = "") => `
  process.stdout.isTTY = ${isTerminal};
  const look = setInterval(() => {
    if (process.listenerCount("uncaughtException") === 0) return;
    clearInterval(look);
    ${besides}
  }, 1);
  if (!${JSON.stringify(besides)}) clearInterval(look);
`;

/** The output and the exit code of a process that does not start. */
async function run(script: string, settings: Readonly<Record<string, string>> = {}) {
  const options = ["--import", `data:text/javascript,${encodeURIComponent(script)}`];
  const args = [...options, ...builtProgram("main.js")];
  const env = { PATH: process.env.PATH, ...noSettings, HOST: "192.0.2.1", DATABASE_ULR: "x", ...settings };
  const child = spawn(process.execPath, args, { cwd: repository, env, stdio: ["ignore", "pipe", "pipe"] });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding("utf8").on("data", (text) => (output += text));
  const [code] = await once(child, "close");
  return { code, output };
}

const besides = `
  console.error("printed by %s", "a library");
  process.emitWarning("warned by Node.js");
  setTimeout(() => Promise.reject(new Error("rejected")), 1);
`;

describe("the output of the process", () => {
  it("is JSON lines, also for the console, warnings and unhandled errors", async () => {
    const { code, output } = await run(preload(false, besides));
    expect(code).toBe(1);
    const lines = output
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line));
    expect(lines).toMatchObject([
      { level: 50, msg: "printed by a library" },
      { level: 40, msg: "warned by Node.js" },
      { level: 60, msg: "An error was not handled. The process ends.", error: { message: "rejected" } },
    ]);
  });

  it.each([
    ["of a start", ""],
    ["of the console, of warnings, and of unhandled errors", besides],
  ])("is formatted for people on a terminal: %s", async (_what, besides) => {
    const { code, output } = await run(preload(true, besides));
    expect(code).toBe(1);
    expect(output).not.toMatch(/^\{/m);
    const lines = output.split("\n").filter((line) => /^\S/.test(line));
    expect(lines).toEqual(Array(besides === "" ? 2 : 3).fill(expect.stringMatching(/^\[\d\d:\d\d:\d\d\] [A-Z]+: /)));
    expect(lines.at(-1)).toContain(
      besides === "" ? "FATAL: Cannot listen on the address of HOST" : "FATAL: An error was not handled",
    );
  });
});
