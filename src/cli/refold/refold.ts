import type { Pool } from "pg";
import type { Database } from "../../database/database.js";
import { refoldEmails, type UnchangedEmails } from "./refold-emails.js";

const batchSize = 5_000;

/** The tables with a generated column of folded texts, and one of the columns from which it is generated. */
const searchedTables = {
  customer: "first_name",
  customer_address: "city",
  customer_group: "name",
  price_list: "title",
  staff_user: "first_name",
} as const;

/** The number of changed rows, and the emails that were not changed. */
export interface Refolded {
  readonly texts: number;
  readonly emails: number;
  readonly unchanged: UnchangedEmails;
}

/** The other tables that have indexes on folded texts. */
const otherTables = ["customer_order", "region"];

/** The tables whose names are unique, case aside, and the plural of their objects. */
const namedTables = { customer_group: "Groups", region: "Regions" } as const;

/** Groups or regions have equal names with the new folding. */
export class DuplicateNamesError extends Error {}

/**
 * Computes all folded texts again with the folding of this version: the columns for search, the indexes, and the emails. It
 * works in batches, while the server may run, and changes only what differs.
 * @throws DuplicateNamesError, without changes, when groups or regions have equal names with this folding.
 */
export async function refold(database: Database, onProgress: (message: string) => void): Promise<Refolded> {
  for (const [table, objects] of Object.entries(namedTables)) await checkNames(database.pool, table, objects);
  let texts = 0;
  for (const [table, column] of Object.entries(searchedTables)) {
    const changed = await refoldTable(database.pool, table, column);
    onProgress(`${table}: ${changed} rows folded again.`);
    texts += changed;
  }
  for (const index of await foldedIndexes(database.pool)) {
    onProgress(`Building ${index} again.`);
    // The embedded database has one connection, so no other session could be blocked.
    await database.pool.query(`REINDEX INDEX ${database.kind === "server" ? "CONCURRENTLY" : ""} ${index}`);
  }
  return { texts, ...(await refoldEmails(database.prisma)) };
}

async function checkNames(pool: Pool, table: string, objects: string): Promise<void> {
  const { rows } = await pool.query<{ ids: string }>(
    `SELECT string_agg(id, ', ' ORDER BY id) AS ids FROM ${table}
     WHERE deleted_at IS NULL GROUP BY fold_case(name) HAVING count(*) > 1`,
  );
  if (rows.length === 0) return;
  const equal = rows.map(({ ids }) => ids).join("; ");
  throw new DuplicateNamesError(
    `${objects} must have different names (case is ignored), but these are equal: ${equal}. Rename or delete all but one.`,
  );
}

/** Updates the rows whose folded texts differ from the new folding. History does not record this. */
async function refoldTable(pool: Pool, table: string, column: string): Promise<number> {
  const expression = await generationExpression(pool, table);
  let changed = 0;
  let after: string | undefined = "";
  while (after !== undefined) {
    const { rows }: { rows: { last: string | null; changed: number }[] } = await pool.query(
      `WITH batch AS (SELECT id FROM ${table} WHERE id > $1 ORDER BY id LIMIT ${batchSize}),
       written AS (
         UPDATE ${table} SET ${column} = ${column}
         WHERE id IN (SELECT id FROM batch) AND search_text IS DISTINCT FROM (${expression})
         RETURNING id
       )
       SELECT (SELECT max(id) FROM batch) AS last, (SELECT count(*)::integer FROM written) AS changed`,
      [after],
    );
    changed += rows[0]?.changed ?? 0;
    after = rows[0]?.last ?? undefined;
  }
  return changed;
}

/** The SQL expression that generates the column of folded texts. */
async function generationExpression(pool: Pool, table: string): Promise<string> {
  const { rows } = await pool.query<{ expression: string }>(
    `SELECT pg_get_expr(d.adbin, d.adrelid) AS expression FROM pg_attrdef d
     JOIN pg_attribute a ON a.attrelid = d.adrelid AND a.attnum = d.adnum
     WHERE d.adrelid = $1::regclass AND a.attname = 'search_text'`,
    [table],
  );
  if (rows[0] === undefined) throw new Error(`The table ${table} has no column search_text.`);
  return rows[0].expression;
}

/** The indexes on expressions with folded texts. */
async function foldedIndexes(pool: Pool): Promise<string[]> {
  const { rows } = await pool.query<{ name: string }>(
    `SELECT indexrelid::regclass::text AS name FROM pg_index
     WHERE indrelid = ANY ($1::regclass[]) AND pg_get_expr(indexprs, indrelid) LIKE '%fold\\_%' ORDER BY 1`,
    [[...Object.keys(searchedTables), ...otherTables]],
  );
  return rows.map(({ name }) => name);
}
