import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";

const root = path.join(import.meta.dirname, "../..");
const read = (name: string) => readFileSync(path.join(root, name), "utf8");
const pages = [
  ...["README.md", "CONTRIBUTING.md", "CHANGELOG.md"],
  ...readdirSync(path.join(root, "docs"), { recursive: true, encoding: "utf8" }).map((name) => path.join("docs", name)),
].filter((name) => name.endsWith(".md"));

/** The anchors of the headings of a page, as GitHub makes them. */
function anchorsOf(page: string): string[] {
  return [...read(page).matchAll(/^#+ (.+)$/gm)].map(([, heading = ""]) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, "")
      .replaceAll(" ", "-"),
  );
}

/** All matches of the first group of a pattern, with the page. */
function named(pattern: RegExp): { page: string; name: string }[] {
  return pages.flatMap((page) => [...read(page).matchAll(pattern)].map(([, name = ""]) => ({ page, name })));
}

describe("the documentation", () => {
  it("links only to files and headings that exist", () => {
    const links = named(/\]\(([^)\s]+)\)/g).filter(({ name }) => !/^https?:/.test(name));
    expect(links.length).toBeGreaterThan(60);
    const broken = links.filter(({ page, name }) => {
      const [file = "", anchor] = name.split("#");
      const target = file === "" ? page : path.join(path.dirname(page), file);
      if (!existsSync(path.join(root, target))) return true;
      return anchor !== undefined && !anchorsOf(target).includes(anchor);
    });
    expect(broken).toEqual([]);
  });

  it("names only sources, tests and migrations that exist", () => {
    const files = named(/`((?:src|test|prisma)\/[^`\s<>…]*)`/g);
    expect(files.length).toBeGreaterThan(80);
    expect(files.filter(({ name }) => !existsSync(path.join(root, name)))).toEqual([]);
  });

  it("names only scripts of package.json", () => {
    const { scripts }: { scripts: Record<string, string> } = JSON.parse(read("package.json"));
    const commands = named(/npm run (?:--silent )?([\w:]+)/g);
    expect(commands.length).toBeGreaterThan(30);
    expect(commands.filter(({ name }) => !Object.hasOwn(scripts, name))).toEqual([]);
  });
});
