import pg from "pg";

const timestamptz = 1184;

const settings = {
  // The time zone of timestamps.
  TimeZone: "UTC",
  DateStyle: "ISO",
  // Generic plans, because the values of the parameters do not matter here. PostgreSQL would otherwise plan some statements each time.
  plan_cache_mode: "force_generic_plan",
  // The data is in memory, where random reads are as fast as sequential ones.
  random_page_cost: "1.1",
};

/** Ten connections, the default of the server. */
export function createPool(): pg.Pool {
  const options = Object.entries(settings).map(([name, value]) => `-c ${name}=${value}`);
  return new pg.Pool({ connectionString: process.env.DATABASE_URL, max: 10, options: options.join(" ") });
}

/** `2026-01-01 12:00:00.12+00` as `2026-01-01T12:00:00.120Z`. */
export function isoTimestamp(text: string): string {
  const fraction = text.length === 26 ? text.slice(20, 23) : text.slice(20, -3).padEnd(3, "0");
  return `${text.slice(0, 10)}T${text.slice(11, 19)}.${fraction}Z`;
}

/** Parses columns in the format of the API. Timestamps are not parsed to Date. */
export const shownTypes: pg.CustomTypesConfig = {
  getTypeParser: ((oid: number, format: "text") =>
    oid === timestamptz ? isoTimestamp : pg.types.getTypeParser(oid, format)) as typeof pg.types.getTypeParser,
};

const asItIs = (text: string) => text;

/** Keeps all columns in the text format of PostgreSQL. */
export const textTypes: pg.CustomTypesConfig = { getTypeParser: () => asItIs };
