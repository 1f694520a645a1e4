import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";

/** The output of build.js: its folder, and the files that the page loads first. */
export interface PlaygroundBundle {
  /** The folder of the files to serve. Each file name contains a hash of its contents. */
  assets: string;
  script: string;
  style: string;
}

/** The path is the same from src/web/playground and from dist/web/playground. */
const defaultDirectory = new URL("../../../dist/playground/", import.meta.url);

/**
 * Reads the manifest of `npm run build:playground`.
 * @throws Error if the playground is not built.
 */
export async function readBundle(directory: URL = defaultDirectory): Promise<PlaygroundBundle> {
  const file = new URL("manifest.json", directory);
  const manifest = await readFile(file, "utf8").catch((error: NodeJS.ErrnoException) => {
    if (error.code !== "ENOENT") throw error;
    throw new Error(`The playground must be built first: run "npm run build:playground" (no ${fileURLToPath(file)}).`);
  });
  const { script, style }: PlaygroundBundle = JSON.parse(manifest);
  return { assets: fileURLToPath(new URL("assets/", directory)), script, style };
}
