import { readFile } from "node:fs/promises";
import { fileURLToPath, pathToFileURL } from "node:url";
import { projectFolder } from "../../project/project-folder.js";

/** The name of a page with a bundle. `npm run build:<name>` builds it. */
export type BundleName = "playground" | "admin";

/** The output of build-bundle.js: its folder, and the files that the page loads first. */
export interface Bundle {
  /** The folder of the files to serve. Each file name contains a hash of its contents. */
  readonly assets: string;
  readonly script: string;
  /** The scripts that `script` imports. The page loads them at once, not one after the other. */
  readonly imports: readonly string[];
  readonly style: string;
  /** The texts of the operations that the page sends. */
  readonly operations: readonly string[];
}

const root = pathToFileURL(`${projectFolder}/dist/`);

/**
 * Reads the manifest of a bundle.
 * @throws Error if the bundle is not built.
 */
export async function readBundle(name: BundleName, directory: URL = new URL(`${name}/`, root)): Promise<Bundle> {
  const file = new URL("manifest.json", directory);
  const manifest = await readFile(file, "utf8").catch((error: NodeJS.ErrnoException) => {
    if (error.code !== "ENOENT") throw error;
    throw new Error(
      `The files of this page must be built first: run "npm run build:${name}" (no ${fileURLToPath(file)}).`,
    );
  });
  const { script, imports, style, operations }: Bundle = JSON.parse(manifest);
  return { assets: fileURLToPath(new URL("assets/", directory)), script, imports, style, operations };
}
