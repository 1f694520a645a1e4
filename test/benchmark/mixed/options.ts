import { parseArgs } from "node:util";
import { maxSeconds, number, wholeNumber } from "../options.js";
import { kinds, shares } from "./kinds.js";

/** The options of the mixed load. */
export interface MixedOptions {
  readonly customers: number;
  readonly seconds: number;
  readonly warmUpSeconds: number;
  readonly connections: number;
  /** The number of server processes. */
  readonly processes: number;
  /** A short run that checks the program. Its figures have no meaning. */
  readonly smoke: boolean;
  readonly help: boolean;
}

const mix = kinds.map((kind) => `${shares[kind]} % ${kind}`).join(", ");

export const usage = `Measures the server under a mixed load like that of a shop: ${mix}.

Usage: npm run bench:mixed -- [--customers 100000] [--seconds 30] [--warm-up 8] [--connections 8] [--processes 1] [--smoke]

  --customers <number>    How many customers the data has. Default: 100000.
  --seconds <number>      How long the load is measured. Default: 30.
  --warm-up <number>      For how many seconds the load runs before, which does not count. Default: 8.
  --connections <number>  How many connections send requests, one at a time each. Default: 8.
  --processes <number>    How many processes of the server share the connections. Default: 1.
  --smoke                 1,000 customers and a moment of load: shows that the program works; the figures are meaningless.
  --help                  Shows this text.

The PostgreSQL server is that of DATABASE_URL, or else postgresql://postgres@127.0.0.1:5432/postgres. The data goes into
databases of the benchmark's own, shop_benchmark_…
`;

const maxProcesses = 8;

/** @throws if the arguments do not match `usage`. */
export function parseMixedOptions(args: string[]): MixedOptions {
  const { values } = parseArgs({
    args,
    options: {
      customers: { type: "string" },
      seconds: { type: "string" },
      "warm-up": { type: "string" },
      connections: { type: "string", default: "8" },
      processes: { type: "string", default: "1" },
      smoke: { type: "boolean", default: false },
      help: { type: "boolean", default: false },
    },
  });
  const { smoke } = values;
  const processes = wholeNumber("processes", values.processes, 1, maxProcesses);
  return {
    customers: wholeNumber("customers", values.customers ?? (smoke ? "1000" : "100000"), 100, 10_000_000),
    seconds: number("seconds", values.seconds ?? (smoke ? "0.5" : "30"), 0.1, maxSeconds),
    warmUpSeconds: number("warm-up", values["warm-up"] ?? (smoke ? "0.2" : "8"), 0, maxSeconds),
    connections: wholeNumber("connections", values.connections, processes, 1_000),
    processes,
    smoke,
    help: values.help,
  };
}
