import type { Migration } from "./migration-files.js";

/** A record of a migration that the database has applied or started. */
export interface MigrationRecord {
  readonly name: string;
  readonly checksum: string;
  readonly finished: boolean;
  /** The name of the database. */
  readonly database: string;
}

/**
 * Compares the recorded migrations of a database with the migrations of this build.
 *
 * @throws with advice if all recorded migrations belong to another program, or if one is unfinished, was edited after it was
 * applied, or comes from a newer build.
 */
export function checkHistory(records: readonly MigrationRecord[], migrations: readonly Migration[]): void {
  const checksums = new Map(migrations.map((migration) => [migration.name, migration.checksum]));
  const [first] = records;
  if (first !== undefined && records.every(({ name }) => !checksums.has(name))) {
    throw new Error(
      `The database ${first.database} belongs to another program: it has that one's migrations, such as ${first.name}. Nothing was changed. ` +
        "Create an empty database for this server, and name it in DATABASE_URL.",
    );
  }
  for (const { name, checksum, finished } of records) {
    if (!finished) {
      throw new Error(
        `Migration ${name} was begun on this database and did not finish. Look at its "logs" in the table ` +
          "_prisma_migrations, repair what it left, then say how it ended: " +
          `\`npx prisma migrate resolve --applied ${name}\` or \`--rolled-back ${name}\`.`,
      );
    }
    const expected = checksums.get(name);
    if (expected === undefined) {
      throw new Error(
        `The database has migration ${name}, which this build does not know: a newer build has migrated it. ` +
          "Run that build or a later one.",
      );
    }
    if (expected !== checksum) {
      throw new Error(
        `Migration ${name} was edited after it had been applied to this database. ` +
          "Restore its file and put the change into a separate migration.",
      );
    }
  }
}
