import { ArgumentError, parseOptions } from "./arguments.js";

/** The arguments of the seed command. */
export interface SeedArguments {
  readonly customers: number;
  readonly seed: number;
  /** Undefined for the present day. */
  readonly until: Date | undefined;
  readonly replace: boolean;
  readonly help: boolean;
}

export const seedUsage = `Fills the database with demo data.

Usage: npm run db:seed -- [--customers 1000] [--seed 1] [--until 2026-11-01] [--replace]

  --customers <number>  Number of customers, from 1 to 5000000. Each has on average 2 addresses, 1.5 orders
                        and 3 groups. Default: 1000.
  --seed <number>       From 0 to 4294967295. The same seed and the same --until create the same data. Default: 1.
  --until <date>        The dates end before this day (UTC), and begin two years earlier. Default: today.
  --replace             Deletes all customers, groups, price lists, regions and orders first. Without it, a
                        database that has any of them is not changed.
  --help                Shows this text.

Uses the same database as the server: DATABASE_URL, or else the embedded database in DATA_DIR.
`;

const options = {
  customers: { type: "string", default: "1000" },
  seed: { type: "string", default: "1" },
  until: { type: "string" },
  replace: { type: "boolean", default: false },
  help: { type: "boolean", default: false },
} as const;

/** @throws ArgumentError when the arguments of the command line are not those of `seedUsage`. */
export function parseSeedArguments(args: readonly string[]): SeedArguments {
  const values = parseOptions(args, options);
  return {
    customers: parseInteger("--customers", values.customers, 1, 5_000_000),
    seed: parseInteger("--seed", values.seed, 0, 2 ** 32 - 1),
    until: values.until === undefined ? undefined : parseDay("--until", values.until),
    replace: values.replace,
    help: values.help,
  };
}

function parseInteger(option: string, text: string, min: number, max: number): number {
  const value = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (!(value >= min && value <= max)) {
    throw new ArgumentError(`Expected ${option} to be a whole number from ${min} to ${max}, got ${text}.`);
  }
  return value;
}

function parseDay(option: string, text: string): Date {
  const day = new Date(/^(19[7-9]|2\d\d)\d-\d\d-\d\d$/.test(text) ? text : Number.NaN);
  // JavaScript reads February 30 as March 2.
  if (Number.isNaN(day.getTime()) || !day.toISOString().startsWith(text)) {
    throw new ArgumentError(`Expected ${option} to be a date from 1970-01-01 to 2999-12-31, got ${text}.`);
  }
  return day;
}
