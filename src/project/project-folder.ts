import { existsSync } from "node:fs";
import path from "node:path";

/** The folder of the project: the nearest one with a package.json. This code runs from src/project, or from a bundle in dist or dist/cli. */
export const projectFolder = findFolder(import.meta.dirname);

function findFolder(folder: string): string {
  if (existsSync(path.join(folder, "package.json"))) return folder;
  const parent = path.dirname(folder);
  if (parent === folder) throw new Error(`No folder above ${import.meta.dirname} has a package.json.`);
  return findFolder(parent);
}
