import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { projectFolder } from "../../project/project-folder.js";

/** The migrations of this build. */
export const migrationsFolder = path.join(projectFolder, "prisma/migrations");

/** A migration in the layout of Prisma: `<folder>/<name>/migration.sql`. */
export interface Migration {
  readonly name: string;
  readonly sql: string;
  /** The same checksum as Prisma's. */
  readonly checksum: string;
}

/** Returns the names of the migrations in a folder, oldest first. */
export async function readMigrationNames(folder = migrationsFolder): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  return entries
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();
}

/** Returns the migrations in a folder, oldest first. Throws if a migration has no `migration.sql`. */
export async function readMigrations(folder = migrationsFolder): Promise<Migration[]> {
  const names = await readMigrationNames(folder);
  return Promise.all(names.map((name) => readMigration(folder, name)));
}

async function readMigration(folder: string, name: string): Promise<Migration> {
  const text = await readFile(path.join(folder, name, "migration.sql"), "utf8");
  // Git on Windows may have changed the line endings.
  const sql = text.replaceAll("\r\n", "\n");
  return { name, sql, checksum: createHash("sha256").update(sql).digest("hex") };
}
