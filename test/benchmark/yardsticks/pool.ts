import pg from "pg";

const timestamptz = 1184;

const settings = {
  // What a timestamp is shown in.
  TimeZone: "UTC",
  DateStyle: "ISO",
  // PostgreSQL plans a statement anew each time where it thinks that the values of its parameters matter; here they do not.
  plan_cache_mode: "force_generic_plan",
  // What is read often is in memory, where one page is as near as another.
  random_page_cost: "1.1",
};

/** Ten connections, as the server has by default. */
export function createPool(): pg.Pool {
  const options = Object.entries(settings).map(([name, value]) => `-c ${name}=${value}`);
  return new pg.Pool({ connectionString: process.env.DATABASE_URL, max: 10, options: options.join(" ") });
}

/** `2026-01-01 12:00:00.12+00` as `2026-01-01T12:00:00.120Z`. */
export function isoTimestamp(text: string): string {
  const fraction = text.length === 26 ? text.slice(20, 23) : text.slice(20, -3).padEnd(3, "0");
  return `${text.slice(0, 10)}T${text.slice(11, 19)}.${fraction}Z`;
}

/** Columns as the API shows them; no Date is made of a timestamp. */
export const shownTypes: pg.CustomTypesConfig = {
  getTypeParser: ((oid: number, format: "text") =>
    oid === timestamptz ? isoTimestamp : pg.types.getTypeParser(oid, format)) as typeof pg.types.getTypeParser,
};

const asItIs = (text: string) => text;

/** All columns as PostgreSQL writes them. */
export const textTypes: pg.CustomTypesConfig = { getTypeParser: () => asItIs };
