import path from "node:path";
import { parseArgs } from "node:util";
import { type ClientName, clientNames } from "./clients.js";
import { type JobName, jobNames } from "./jobs.js";

/** The options of the benchmark. */
export interface Options {
  readonly customers: number;
  readonly rounds: number;
  readonly seconds: number;
  readonly warmUpSeconds: number;
  readonly connections: number;
  readonly jobs: readonly JobName[];
  readonly clients: readonly ClientName[];
  /** A short run that checks the servers. Its figures are meaningless. */
  readonly smoke: boolean;
  /** The file for the figures. */
  readonly json: string;
  /** Runs only the server, with a CPU profile of each job. */
  readonly profile: boolean;
  readonly help: boolean;
}

export const usage = `Compares the server with two reference servers: the floor (node:http and pg, JSON written by hand) and Mercurius.

Usage: npm run bench -- [--customers 100000] [--jobs Q1,Q4] [--clients plain,apollo] [--rounds 3] [--seconds 4]
                        [--warm-up 8] [--connections 16] [--json <path>] [--smoke] [--profile]

  --customers <number>    Number of customers. Default: 100000.
  --jobs <names>          Jobs to run, of ${jobNames.join(", ")}. Default: all.
  --clients <names>       Requests to send: plain (the documents as they are), apollo, urql, relay (as these clients send them).
                          Default: plain,apollo.
  --rounds <number>       Number of measurements of each server for each job. Default: 3.
  --seconds <number>      Length of a measurement. Default: 4.
  --warm-up <number>      Seconds that each server runs before it is measured, so that frequent code is compiled. Default: 8.
  --connections <number>  Number of connections. Each sends one request at a time. Default: 16.
  --json <path>           File for the figures. Default: test/benchmark/results/<customers>.json.
  --smoke                 1,000 customers and very short runs: makes all checks. The figures are meaningless.
  --profile               Runs only the server, and writes a CPU profile of each job beside the figures.
  --help                  Shows this text.

Uses the PostgreSQL server of DATABASE_URL, by default postgresql://postgres@127.0.0.1:5432/postgres. It creates databases with
names shop_benchmark_… there.
`;

export const maxSeconds = 3_600;
const results = path.join(import.meta.dirname, "../results");

/** @throws if the arguments do not match `usage`. */
export function parseOptions(args: string[]): Options {
  const { values } = parseArgs({
    args,
    options: {
      customers: { type: "string" },
      jobs: { type: "string" },
      clients: { type: "string" },
      rounds: { type: "string" },
      seconds: { type: "string" },
      "warm-up": { type: "string" },
      connections: { type: "string", default: "16" },
      json: { type: "string" },
      smoke: { type: "boolean", default: false },
      profile: { type: "boolean", default: false },
      help: { type: "boolean", default: false },
    },
  });
  const { smoke } = values;
  const customers = wholeNumber("customers", values.customers ?? (smoke ? "1000" : "100000"), 100, 10_000_000);
  const warmUp = values["warm-up"] ?? (smoke ? "0.2" : "8");
  const seconds = number("seconds", values.seconds ?? (smoke ? "0.2" : "4"), 0.1, maxSeconds);
  return {
    customers,
    rounds: wholeNumber("rounds", values.rounds ?? (smoke ? "1" : "3"), 1, 1_000),
    seconds,
    warmUpSeconds: number("warm-up", warmUp, 0, maxSeconds),
    connections: wholeNumber("connections", values.connections, 1, 1_000),
    jobs: chosen("jobs", jobNames, values.jobs),
    clients: chosen("clients", clientNames, values.clients ?? "plain,apollo"),
    smoke,
    json: path.resolve(values.json ?? path.join(results, `${customers}${smoke ? "-smoke" : ""}.json`)),
    profile: values.profile,
    help: values.help,
  };
}

/** @throws if it is not a number in this range. */
export function number(name: string, text: string, least: number, most: number): number {
  const value = text.trim() === "" ? Number.NaN : Number(text);
  if (value >= least && value <= most) return value;
  throw new Error(`Expected --${name} to be a number from ${least} to ${most}, got ${text}.`);
}

/** @throws if it is not a whole number in this range. */
export function wholeNumber(name: string, text: string, least: number, most: number): number {
  const value = number(name, text, least, most);
  if (!Number.isInteger(value)) throw new Error(`Expected --${name} to be a whole number, got ${text}.`);
  return value;
}

function chosen<Name extends string>(option: string, all: readonly Name[], names: string | undefined): Name[] {
  if (names === undefined) return [...all];
  const wanted = new Set(names.split(","));
  const unknown = [...wanted].find((name) => !all.some((known) => known === name));
  if (unknown !== undefined) throw new Error(`Expected --${option} to be of ${all.join(", ")}, got ${unknown}.`);
  return all.filter((name) => wanted.has(name));
}
