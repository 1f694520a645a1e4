import { readFileSync } from "node:fs";
import path from "node:path";

export const repository = path.join(import.meta.dirname, "../..");

/** A package of the lock file. */
export interface LockedPackage {
  readonly name?: string;
  readonly version: string;
  readonly license?: string;
  readonly integrity?: string;
  /** True for packages that only development needs. */
  readonly dev?: boolean;
  /** True for packages of development that are also optional for production. */
  readonly devOptional?: boolean;
  /** True for optional packages, for example a program for one platform. */
  readonly optional?: boolean;
  readonly hasInstallScript?: boolean;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

interface LockFile {
  /** The packages by their folders. The folder of the server is "". */
  readonly packages: Readonly<Record<string, LockedPackage>>;
}

export function readJson<Content>(file: string): Content {
  return JSON.parse(readFileSync(path.join(repository, file), "utf8"));
}

export function readLockFile(): LockFile {
  return readJson("package-lock.json");
}

/** The packages that the server ships with, by their folders. */
export function shippedPackages(): ReadonlyMap<string, LockedPackage> {
  const { packages } = readLockFile();
  return new Map(Object.entries(packages).filter(([folder, { dev, devOptional }]) => folder && !dev && !devOptional));
}

/** The name of the package in a folder, such as `@a/b` of `node_modules/c/node_modules/@a/b`. */
export function nameOf(folder: string): string {
  return folder.slice(folder.lastIndexOf("node_modules/") + "node_modules/".length);
}
