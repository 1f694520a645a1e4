import type { TestServer } from "../support/server.js";

/** All rows of all tables as text, by table. Bytes are in hexadecimal. */
export async function dump({ testDatabase }: TestServer): Promise<Map<string, string[]>> {
  const { pool } = testDatabase.database;
  const { rows: tables } = await pool.query<{ name: string }>(
    "SELECT relname AS name FROM pg_class WHERE relkind IN ('r', 'p', 'm') AND relnamespace = 'public'::regnamespace ORDER BY 1",
  );
  const rowsOf = new Map<string, string[]>();
  for (const { name } of tables) {
    const { rows } = await pool.query<{ row: string }>(`SELECT to_jsonb(t)::text AS row FROM "${name}" t`);
    rowsOf.set(
      name,
      rows.map(({ row }) => row),
    );
  }
  return rowsOf;
}

/** Finds texts in a dump, in any case and also inside of bytes. Returns each as `table: text`. */
export async function findInDump(server: TestServer, texts: readonly string[]): Promise<string[]> {
  const found = new Set<string>();
  for (const [table, rows] of await dump(server)) {
    for (const row of rows.map((text) => text.toLowerCase())) {
      for (const text of texts) {
        const hex = Buffer.from(text).toString("hex");
        if (row.includes(text.toLowerCase()) || row.includes(hex)) found.add(`${table}: ${text}`);
      }
    }
  }
  return [...found].sort();
}
