import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";

const root = path.join(import.meta.dirname, "../..");
const page = readFileSync(path.join(root, "docs/architecture.md"), "utf8");

describe("docs/architecture.md", () => {
  it("lists each folder of the sources, and no other", () => {
    const rows = page.split("\n").filter((line) => line.startsWith("| `"));
    const listed = rows.flatMap((row) => [...(row.split("|")[1] ?? "").matchAll(/`([^`]+)`/g)].map(([, name]) => name));
    const folders = readdirSync(path.join(root, "src"), { withFileTypes: true }).filter((entry) => entry.isDirectory());
    expect(listed.sort()).toEqual(folders.map(({ name }) => name).sort());
  });

  it("contains only paths of files that exist", () => {
    const named = [...page.matchAll(/`((?:src|test|prisma)\/[^`\s]*)`/g)].map(([, name = ""]) => name);
    // The picture leaves out `src/`.
    const drawn = [...page.matchAll(/[[{(]"([^"]+)"/g)].flatMap(([, text = ""]) => text.match(/[\w/-]+\.ts\b/g) ?? []);
    const files = [...named, ...drawn.map((name) => `src/${name}`)];
    expect(files.length).toBeGreaterThan(40);
    expect(files.filter((name) => !existsSync(path.join(root, name)))).toEqual([]);
  });
});
