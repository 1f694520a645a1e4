import type { ClientBase } from "pg";

const shownTables = 3;

/**
 * Rejects a database that another program uses. Call this only if no migration is recorded.
 * @throws if the schema has tables or views that do not belong to an extension.
 */
export async function refuseForeignDatabase(client: ClientBase): Promise<void> {
  const { rows } = await client.query<{ name: string; database: string }>(
    `SELECT relname AS name, current_database() AS database FROM pg_class
     WHERE relnamespace = current_schema()::regnamespace AND relkind IN ('r', 'p', 'v', 'm', 'f')
       AND relname <> '_prisma_migrations'
       AND NOT EXISTS (
         SELECT FROM pg_depend WHERE classid = 'pg_class'::regclass AND objid = pg_class.oid AND deptype = 'e'
       )
     ORDER BY relname LIMIT $1`,
    [shownTables + 1],
  );
  const [first] = rows;
  if (first === undefined) return;
  const names = rows.slice(0, shownTables).map(({ name }) => name);
  const tables = `${names.join(", ")}${rows.length > shownTables ? " …" : ""}`;
  throw new Error(
    `The database ${first.database} belongs to another program: it has tables of its own (${tables}). Nothing was changed. ` +
      "Create an empty database for this server, and name it in DATABASE_URL.",
  );
}

/** @throws if the encoding of the database is not UTF8. */
export async function requireUtf8(client: ClientBase): Promise<void> {
  const { rows } = await client.query<{ encoding: string; database: string }>(
    "SELECT current_setting('server_encoding') AS encoding, current_database() AS database",
  );
  for (const { encoding, database } of rows) {
    if (encoding === "UTF8") continue;
    throw new Error(
      `The database ${database} has the encoding ${encoding}; it must be UTF8. Nothing was changed. ` +
        `Create another (CREATE DATABASE … ENCODING 'UTF8' TEMPLATE template0), and name it in DATABASE_URL.`,
    );
  }
}
