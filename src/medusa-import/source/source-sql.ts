import type { SourceType } from "./medusa-source.js";

/** The columns that most tables of Medusa have. */
export const rowColumns = {
  id: "text",
  created_at: "timestamptz",
  updated_at: "timestamptz",
  deleted_at: "timestamptz",
  metadata: "jsonb",
} as const satisfies Record<string, SourceType>;

/** Returns a timestamp as text, cut to milliseconds. */
export const timestampOf = (column: string) => `date_trunc('milliseconds', ${column})::text`;

/** Returns the select list of the columns that all rows have. */
export function commonList(alias: string): string {
  return `${alias}.id, ${alias}.created_at::text AS age, ${timestampOf(`${alias}.created_at`)} AS created_at,
    ${timestampOf(`${alias}.updated_at`)} AS updated_at, ${alias}.metadata::text AS metadata,
    jsonb_typeof(${alias}.metadata) AS metadata_type`;
}

export const deletionOf = (alias: string) => `${timestampOf(`${alias}.deleted_at`)} AS deleted_at`;

/** Returns the query that counts rows that are left out. */
export function leftOutCount(rows: string, reason: string, from: string): string {
  return `SELECT '${rows}' AS rows, '${reason}' AS reason, count(*)::int AS count FROM ${from}`;
}

export const addressTexts = {
  company: "text",
  first_name: "text",
  last_name: "text",
  address_1: "text",
  address_2: "text",
  city: "text",
  country_code: "text",
  province: "text",
  postal_code: "text",
  phone: "text",
} as const satisfies Record<string, SourceType>;

/** Returns the select list of these columns. */
export function listOf(alias: string, columns: object): string {
  return Object.keys(columns)
    .map((name) => `${alias}.${name}`)
    .join(", ");
}
