import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";

/** What build.js made: where it lies, and the files the page starts with. */
export interface PlaygroundBundle {
  /** The folder of the files to serve, which all have a hash of their contents in their names. */
  assets: string;
  script: string;
  style: string;
}

/** Seen from src/web/playground and from dist/web/playground alike. */
const BUILT = new URL("../../../dist/playground/", import.meta.url);

/** Reads what `npm run build:playground` wrote, and says so when it wasn't run. */
export async function readBundle(directory: URL = BUILT): Promise<PlaygroundBundle> {
  const file = new URL("manifest.json", directory);
  const manifest = await readFile(file, "utf8").catch((error: NodeJS.ErrnoException) => {
    if (error.code !== "ENOENT") throw error;
    throw new Error(`The playground must be built first: run "npm run build:playground" (no ${fileURLToPath(file)}).`);
  });
  const { script, style }: PlaygroundBundle = JSON.parse(manifest);
  return { assets: fileURLToPath(new URL("assets/", directory)), script, style };
}
