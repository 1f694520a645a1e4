import { readFileSync } from "node:fs";
import path from "node:path";

export const repository = path.join(import.meta.dirname, "../..");

/** A package of the lock file. */
export interface LockedPackage {
  readonly name?: string;
  readonly version: string;
  readonly license?: string;
  readonly integrity?: string;
  /** Only of packages that the work on the server needs. */
  readonly dev?: boolean;
  /** Only of those that somebody could want besides, and that the work on the server needs. */
  readonly devOptional?: boolean;
  /** Installed where it fits, such as a program for one kind of machine. */
  readonly optional?: boolean;
  readonly hasInstallScript?: boolean;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

interface LockFile {
  /** By their folders; that of the server itself is "". */
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
