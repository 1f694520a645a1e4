import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";

const root = path.join(import.meta.dirname, "../..");
const page = readFileSync(path.join(root, "docs/decisions/0010-reading-past-prisma.md"), "utf8");
const sendsSql =
  /\$(query|execute)Raw\b|\b(reader|statements|db)\.read[<(]|\b(pool|client)\.query[<(]|\.writeOnceOrInTransaction\(/;
/** Have SQL that no request waits for, pass on the SQL of others, or run in the browser. */
const exempt =
  /^(database\/(?!transactions\/lock-row\.ts)|cli\/|demo-data\/|medusa-import\/|monitoring\/|web\/admin\/client\/)/;

describe("docs/decisions/0010-reading-past-prisma.md", () => {
  it("names each file that sends SQL beside Prisma's models, and no other", () => {
    const files = readdirSync(path.join(root, "src"), { recursive: true, encoding: "utf8" }).filter((name) => {
      return (
        name.endsWith(".ts") && !exempt.test(name) && sendsSql.test(readFileSync(path.join(root, "src", name), "utf8"))
      );
    });
    const rows = page.split("\n").filter((line) => line.startsWith("| "));
    const listed = rows.flatMap((row) => [...row.matchAll(/`src\/([^`]+\.ts)`/g)].map(([, name]) => name));
    expect([...new Set(listed)].sort()).toEqual(files.sort());
  });
});
