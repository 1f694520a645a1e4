import { killChildren } from "../benchmark/children.js";
import { databaseAway } from "./database-away.js";
import { failures } from "./figures.js";
import { kill } from "./kill.js";
import { overload } from "./overload.js";
import { soak } from "./soak.js";

const checks: Readonly<Record<string, () => Promise<void>>> = { overload, kill, "database-away": databaseAway, soak };
const usage = `Usage: npm run reliability -- <${Object.keys(checks).join(" | ")}>`;

process.once("exit", killChildren);
for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, killChildren);

const [name = ""] = process.argv.slice(2);
const run = checks[name];
if (run === undefined) {
  console.error(usage);
  process.exitCode = 1;
} else {
  await run();
  if (failures() > 0) process.exitCode = 1;
}
