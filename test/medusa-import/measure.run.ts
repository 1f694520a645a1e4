import { spawn } from "node:child_process";
import { once } from "node:events";
import pg from "pg";
import { openMedusaDatabase } from "./medusa-database.js";
import { fillMedusa } from "./medusa-shop.js";

// Measures imports of a generated shop into a PostgreSQL server: TEST_DATABASE_URL=… node --import ./test/support/typescript.js
// test/medusa-import/measure.run.ts [customers]. Needs `npm run build`.

const customers = Number(process.argv[2] ?? 10_000);
const serverUrl = process.env.TEST_DATABASE_URL;
if (serverUrl === undefined) throw new Error("Set TEST_DATABASE_URL to a PostgreSQL server.");

const atExit = `process.on("exit", () => {
  const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
  console.error("MEASURED " + JSON.stringify({ cpu: (userCPUTime + systemCPUTime) / 1e6, rss: Math.round(maxRSS / 1024) }));
})`;

async function runCommand(from: string, to: string, ...args: string[]): Promise<string> {
  const node = ["--import", `data:text/javascript,${encodeURIComponent(atExit)}`, "dist/cli/import-medusa.js"];
  const startedAt = performance.now();
  const child = spawn(process.execPath, [...node, "--from", from, ...args], {
    env: { ...process.env, DATABASE_URL: to },
  });
  let output = "";
  let errors = "";
  child.stdout.on("data", (data) => (output += data));
  child.stderr.on("data", (data) => (errors += data));
  const [code] = await once(child, "close");
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
  const measured = /MEASURED (.*)/.exec(errors)?.[1] ?? errors;
  return `exit ${code}, ${seconds} s, CPU s and peak MB of the process: ${measured}\n${output}`;
}

for (const version of [1, 2] as const) {
  const medusa = await openMedusaDatabase();
  const target = await openMedusaDatabase();
  await fillMedusa(medusa, version, customers);
  for (const args of [["--dry-run"], [], []]) {
    process.stdout.write(
      `Medusa ${version} ${args.join(" ")}: ${await runCommand(medusa.url ?? "", target.url ?? "", ...args)}\n`,
    );
    const admin = new pg.Client({ connectionString: target.url });
    await admin.connect();
    const { rows } = await admin.query("SELECT count(*)::int AS changes FROM change");
    process.stdout.write(`History: ${rows[0].changes} changes.\n\n`);
    await admin.end();
  }
  await medusa.close();
  await target.close();
}
