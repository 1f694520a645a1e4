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

  it("has only existing files in its diagram", () => {
    // The names in the diagram leave out `src/`.
    const files = [...page.matchAll(/[[{(]"([^"]+)"/g)].flatMap(([, text = ""]) => text.match(/[\w/-]+\.ts\b/g) ?? []);
    expect(files.length).toBeGreaterThan(2);
    expect(files.filter((name) => !existsSync(path.join(root, "src", name)))).toEqual([]);
  });
});
