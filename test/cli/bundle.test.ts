import { readdir, readFile } from "node:fs/promises";
import path from "node:path";

const bundle = path.join(import.meta.dirname, "../../dist/server");

/** The source files in the bundle. esbuild writes a comment before each. */
async function bundledSources(): Promise<string[]> {
  const files = (await readdir(bundle)).filter((file) => file.endsWith(".js"));
  const texts = await Promise.all(files.map((file) => readFile(path.join(bundle, file), "utf8")));
  return texts.flatMap((text) => [...text.matchAll(/^\/\/ (\S+\.[cm]?js)$/gm)].map(([, source = ""]) => source));
}

describe("the bundle", () => {
  it("leaves out the messages of zod in other languages", async () => {
    const locales = (await bundledSources()).filter((source) => source.includes("node_modules/zod/v4/locales/"));
    expect(locales).toEqual(["node_modules/zod/v4/locales/en.js"]);
  });
});
