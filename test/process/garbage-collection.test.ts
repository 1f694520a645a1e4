import { spawn } from "node:child_process";
import { builtProgram } from "./built-program.js";
import { dataFolders, noSettings, repository } from "./server-process.js";

const dataFolder = dataFolders();

/** Starts the server with an option of V8, and returns its output until it listens. */
async function outputOfStart(option: string): Promise<string> {
  const child = spawn(process.execPath, [option, ...builtProgram("main.js")], {
    cwd: repository,
    env: { PATH: process.env.PATH, ...noSettings, PORT: "0", DATA_DIR: await dataFolder(), DEMO_DATA: "false" },
    stdio: ["ignore", "pipe", "inherit"],
  });
  let output = "";
  try {
    for await (const text of child.stdout.setEncoding("utf8")) {
      output += text;
      if (output.includes('"msg":"Playground')) return output;
    }
    throw new Error(`The server did not start:\n${output}`);
  } finally {
    child.kill("SIGKILL");
  }
}

describe("garbage collection", () => {
  it("lets V8 create no kind of object directly in its old generation", async () => {
    const output = await outputOfStart("--trace-pretenuring-statistics");
    expect(output.split("\n").filter((line) => line.endsWith(" => tenure"))).toEqual([]);
  });
});
