import { readFileSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { build } from "esbuild";

const root = path.join(import.meta.dirname, "../..");
const page = readFileSync(path.join(root, "docs/clients.md"), "utf8");

/** The code blocks of a language below a heading of docs/clients.md. */
export function blocksOf(heading: string, language: string): string[] {
  const [, section = ""] = page.split(`\n## ${heading}\n`);
  const [text = ""] = section.split("\n## ");
  return [...text.matchAll(new RegExp(`\`\`\`${language}\\n(.*?)\`\`\``, "gs"))].map(([, block = ""]) => block);
}

/** Runs the TypeScript below a heading as one module, for a server at this URL. Returns what it exports. */
export async function runGuide<Exports>(heading: string, url: string): Promise<Exports> {
  const contents = blocksOf(heading, "ts").join("\n").replaceAll("http://127.0.0.1:4000", url);
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: root, loader: "ts" },
    bundle: true,
    write: false,
    format: "esm",
    platform: "node",
    define: { "process.env.NODE_ENV": '"production"' },
  });
  const folder = await mkdtemp(path.join(tmpdir(), "client-guide-"));
  try {
    const file = path.join(folder, "guide.mjs");
    await writeFile(file, outputFiles[0]?.contents ?? "");
    return await import(pathToFileURL(file).href);
  } finally {
    await rm(folder, { recursive: true });
  }
}
