import { spawn } from "node:child_process";
import { once } from "node:events";
import { setTimeout } from "node:timers/promises";
import { repository } from "../dependencies/lock-file.js";

const script = (body: string) => `
  const { createLogger } = await import("./src/monitoring/logger.ts");
  const logger = await createLogger("info");
  ${body}
`;

/** A process that logs, and its output. */
function start(body: string) {
  const args = [
    "--expose-gc",
    "--import",
    "./test/support/typescript.js",
    "--input-type=module",
    "--eval",
    script(body),
  ];
  const child = spawn(process.execPath, args, { cwd: repository, stdio: ["pipe", "pipe", "inherit"] });
  return { child, ended: once(child, "close") };
}

/** The numbers in the lines. */
function numbersIn(output: string): number[] {
  return output
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line).n);
}

const upTo = (count: number) => Array.from({ length: count }, (_, n) => n);

describe("the log of a process", () => {
  it.each([
    ["by itself", ""],
    ["by an exit", "process.exit(0);"],
  ])("contains every line in order when the process ends %s", async (_how, last) => {
    const { child, ended } = start(`for (let n = 0; n < 200; n += 1) logger.info({ n }, "ä line"); ${last}`);
    let output = "";
    child.stdout.setEncoding("utf8").on("data", (text) => {
      output += text;
    });
    await ended;
    expect(numbersIn(output)).toEqual(upTo(200));
  });

  it("contains every line in order for a slow reader", async () => {
    const { child, ended } = start(`
      for (let n = 0; n < 20000; n += 1) {
        logger.info({ n, text: "é".repeat(50) });
        if (n % 100 === 0) await new Promise((resolve) => setTimeout(resolve, 1));
      }
      await new Promise((resolve) => setTimeout(resolve, 1000));
    `);
    const parts: string[] = [];
    await setTimeout(500);
    for await (const part of child.stdout.setEncoding("utf8")) {
      parts.push(part);
      await setTimeout(1);
    }
    await ended;
    expect(numbersIn(parts.join(""))).toEqual(upTo(20_000));
  });

  it("is written soon, and drops lines if nothing reads it, without blocking or using more memory", async () => {
    const { child, ended } = start(`
      logger.info({ n: 0 });
      await new Promise((resolve) => setTimeout(resolve, 1000));
      const { heapUsed } = process.memoryUsage();
      for (let n = 1; n <= 20000; n += 1) {
        logger.info({ n, text: String(n % 10).repeat(10_000) });
        if (n % 10 === 0) await new Promise((resolve) => setImmediate(resolve));
      }
      gc();
      process.exitCode = process.memoryUsage().heapUsed - heapUsed < 50_000_000 ? 42 : 1;
    `);
    const [first] = await once(child.stdout.setEncoding("utf8"), "data");
    expect(JSON.parse(first)).toMatchObject({ n: 0 });
    child.stdout.pause();
    expect(await once(child, "exit")).toEqual([42, null]);
    child.stdout.destroy();
    await ended;
  });

  it("does not keep the process running when its reader has ended", async () => {
    const { child, ended } = start(`
      await new Promise((resolve) => process.stdin.once("data", resolve));
      for (let n = 0; n < 200; n += 1) logger.info({ n }, "a line");
      process.exit(42);
    `);
    child.stdout.destroy();
    child.stdin.end("\n");
    expect(await once(child, "exit")).toEqual([42, null]);
    await ended;
  });
});
