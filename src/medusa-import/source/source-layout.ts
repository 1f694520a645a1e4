import type { ClientBase } from "pg";
import { MedusaImportError } from "./medusa-import-error.js";

/** The version of a Medusa database, its schema, and the columns of each table in it. */
export interface SourceLayout {
  readonly version: 1 | 2;
  readonly schema: string;
  readonly columns: ReadonlyMap<string, ReadonlySet<string>>;
}

/** Medusa stores its release nowhere. These tables exist in one version only. */
const tablesOfVersion = {
  1: ["address", "customer_group_customers", "money_amount"],
  2: ["customer_address", "customer_group_customer", "provider_identity"],
} as const;

const nameOfVersion = { 1: "Medusa 1.20", 2: "Medusa 2.x" } as const;

/**
 * Finds the tables of Medusa, in one schema or in the given one.
 * @throws MedusaImportError if there are none, or those of both versions, or several schemas with them.
 */
export async function readLayout(client: ClientBase, schema: string | undefined): Promise<SourceLayout> {
  const { rows } = await client.query<{ schema: string; table: string; columns: string[] }>(
    `SELECT table_schema::text AS schema, table_name::text AS table, array_agg(column_name::text) AS columns
     FROM information_schema.columns
     WHERE table_schema NOT IN ('pg_catalog', 'information_schema') AND ($1::text IS NULL OR table_schema = $1)
     GROUP BY table_schema, table_name`,
    [schema ?? null],
  );
  const found = [...new Set(rows.map((row) => row.schema))].flatMap((name) => {
    const tables = rows.filter((row) => row.schema === name);
    const columns = new Map(tables.map(({ table, columns }) => [table, new Set(columns)]));
    return ([1, 2] as const)
      .filter((version) => tablesOfVersion[version].every((table) => columns.has(table)))
      .map((version) => ({ version, schema: name, columns }));
  });
  const [layout, ...others] = found;
  if (layout === undefined) throw new MedusaImportError(neitherVersion(schema));
  if (others.length > 0) throw new MedusaImportError(severalVersions(found));
  return layout;
}

function neitherVersion(schema: string | undefined): string {
  const [first, second] = ([1, 2] as const).map((v) => `${nameOfVersion[v]} (tables ${tablesOfVersion[v].join(", ")})`);
  const place = schema === undefined ? "this database" : `the schema ${schema} of this database`;
  return `Expected a database of ${first} or ${second}, but ${place} lacks tables of both.`;
}

function severalVersions(found: readonly SourceLayout[]): string {
  const list = found.map(({ version, schema }) => `${nameOfVersion[version]} in the schema ${schema}`).join(" and ");
  const isOneSchema = new Set(found.map(({ schema }) => schema)).size === 1;
  const advice = isOneSchema
    ? "Remove the tables of one version from a copy of the database."
    : "Choose one with --schema.";
  return `Expected the tables of one Medusa, but there are those of ${list}. ${advice}`;
}
