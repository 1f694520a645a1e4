import { spawn } from "node:child_process";
import { once } from "node:events";
import { appendFile, cp, readFile, symlink, writeFile } from "node:fs/promises";
import path from "node:path";
import { setTimeout } from "node:timers/promises";
import { temporaryFolders } from "../support/temporary-folder.js";
import { dataFolders, noSettings, repository } from "./server-process.js";

const temporaryFolder = temporaryFolders();
const dataFolder = dataFolders();

const copied = ["src", "prisma", "test/support/typescript.js", "test/support/typescript-hooks.js", ".swcrc"];
const scripts = {
  dev: "node src/cli/dev.js",
  "db:generate": "node --print '`Client generated.`'",
  "build:playground": "node --print '`Playground built.`'",
  "build:admin": "node --print '`Admin app built.`'",
};

const running = new Set<number>();
afterEach(() => {
  for (const pid of running) process.kill(pid, "SIGKILL");
  running.clear();
});

/** Starts `npm run dev` in a copy of the sources, with replacements for the slow steps. */
async function startDev() {
  const folder = await temporaryFolder();
  for (const file of copied) await cp(path.join(repository, file), path.join(folder, file), { recursive: true });
  await symlink(path.join(repository, "node_modules"), path.join(folder, "node_modules"));
  for (const page of ["playground", "admin"]) {
    await cp(path.join(repository, `dist/${page}/manifest.json`), path.join(folder, `dist/${page}/manifest.json`));
  }
  await writeFile(path.join(folder, "package.json"), JSON.stringify({ type: "module", scripts }));
  const child = spawn("npm", ["run", "--silent", "dev"], {
    cwd: folder,
    env: { PATH: process.env.PATH, ...noSettings, PORT: "0", DATA_DIR: await dataFolder(), DEMO_DATA: "false" },
    stdio: ["ignore", "pipe", "pipe"],
    // In its own process group, so that a signal reaches all processes as Ctrl+C does.
    detached: true,
  });
  if (child.pid === undefined) throw new Error("npm did not start.");
  const group = -child.pid;
  running.add(group);
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (text) => {
      output += text;
    });
  }
  const closed = once(child, "close").then(() => running.delete(group));
  return {
    file: (name: string) => path.join(folder, name),
    /** Waits until the text is printed after the end of the previous wait. Returns the output up to there. */
    async printed(text: string): Promise<string> {
      while (!output.includes(text)) {
        if (child.exitCode !== null) throw new Error(`It has ended before it printed "${text}":\n${output}`);
        await setTimeout(20);
      }
      const end = output.indexOf(text) + text.length;
      const before = output.slice(0, end);
      output = output.slice(end);
      return before;
    },
    async pressCtrlC(): Promise<string> {
      process.kill(group, "SIGINT");
      await closed;
      return output;
    },
  };
}

describe("npm run dev", () => {
  it("starts the server again when a source has changed, and stops it with Ctrl+C", async () => {
    const dev = await startDev();
    await dev.printed("Playground with the root key");
    await appendFile(dev.file("src/main.ts"), '\nlogger.info("The second version.");\n');
    const output = await dev.printed("The second version.");
    expect(output.match(/Stopped\./g)).toHaveLength(1);
    expect(await dev.pressCtrlC()).toMatch(/finishing the requests in flight.*\n.*Stopped\..*\n$/);
  }, 120_000);

  it("waits for the next change when the server does not start", async () => {
    const dev = await startDev();
    await dev.printed("Playground with the root key");
    const main = await readFile(dev.file("src/main.ts"), "utf8");
    await writeFile(dev.file("src/main.ts"), "const = ;\n");
    await dev.printed("The server has ended. Waiting for a change.");
    await writeFile(dev.file("src/main.ts"), main);
    await dev.printed("Playground with the root key");
    await dev.pressCtrlC();
  }, 120_000);

  it("builds the playground before the server starts again when the playground's sources have changed", async () => {
    const dev = await startDev();
    expect(await dev.printed("Playground with the root key")).toContain("Playground built.");
    await appendFile(dev.file("src/web/playground/client/main.tsx"), "\n");
    expect(await dev.printed("Playground with the root key")).toContain("Playground built.");
    await dev.pressCtrlC();
  }, 120_000);
});
