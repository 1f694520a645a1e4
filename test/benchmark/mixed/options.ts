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
  /** The URL of a physical replica of the PostgreSQL server. The servers read from it. */
  readonly replica: string | undefined;
  /** A short run that checks the program. Its figures are meaningless. */
  readonly smoke: boolean;
  readonly help: boolean;
}

const mix = kinds.map((kind) => `${shares[kind]} % ${kind}`).join(", ");

export const usage = `Measures the server under a mixed load like that of a shop: ${mix}.

Usage: npm run bench:mixed -- [--customers 100000] [--seconds 30] [--warm-up 8] [--connections 16] [--processes 1]
                              [--replica <url>] [--smoke]

  --customers <number>    Number of customers. Default: 100000.
  --seconds <number>      Length of the measurement. Default: 30.
  --warm-up <number>      Seconds of load before the measurement. Default: 8.
  --connections <number>  Number of connections. Each sends one request at a time. Default: 16.
  --processes <number>    Number of processes of the server. They share the connections. Default: 1.
  --replica <url>         URL of a physical replica of the PostgreSQL server, such as postgresql://postgres@127.0.0.1:5433/postgres. The
                          servers read from it. Default: none.
  --smoke                 1,000 customers and a very short load: shows that the program works. The figures are meaningless.
  --help                  Shows this text.

Uses the PostgreSQL server of DATABASE_URL, by default postgresql://postgres@127.0.0.1:5432/postgres. It creates databases with
names shop_benchmark_… there.
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
      connections: { type: "string", default: "16" },
      processes: { type: "string", default: "1" },
      replica: { type: "string" },
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
    replica: values.replica,
    smoke,
    help: values.help,
  };
}
