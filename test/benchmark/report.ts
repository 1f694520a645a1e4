import { type ClientName, clientNames, clients } from "./clients.js";
import type { Job, JobName } from "./jobs.js";
import type { Figures, Round } from "./measure.js";
import { type ServerName, serverNames } from "./servers.js";

/** The result of one job. */
export interface JobResult {
  readonly name: JobName;
  readonly client: ClientName;
  readonly title: string;
  readonly note: string | undefined;
  readonly target: Job["target"];
  /** True if the CPU time of PostgreSQL's shared processes is counted. It is counted if no other database was used. */
  readonly withShared: boolean;
  readonly servers: Readonly<Partial<Record<ServerName, ServerResult>>>;
}

export interface ServerResult extends Figures {
  readonly statements: number;
  readonly rounds: readonly Round[];
}

/** For a run whose figures have no meaning. */
export function checkedLine({ name, client, title, servers }: JobResult): string {
  const statements = serverNames.flatMap((server) => {
    const result = servers[server];
    return result === undefined ? [] : [`${server} ${result.statements}`];
  });
  return `${name}: ${title}, ${clients[client].title}: answered. Statements: ${statements.join(", ")}.`;
}

export function jobTable({ name, client, title, note, servers, withShared }: JobResult): string {
  const header = [
    "",
    "req/s",
    "p50 ms",
    "p99 ms",
    "CPU server",
    "CPU PostgreSQL",
    "CPU total",
    "statements",
    "RSS MiB",
  ];
  const rows = serverNames.flatMap((server) => {
    const result = servers[server];
    if (result === undefined) return [];
    return [
      [
        server,
        result.requestsPerSecond.toFixed(0),
        result.p50.toFixed(2),
        result.p99.toFixed(2),
        result.cpuServer.toFixed(3),
        result.cpuPostgres.toFixed(3),
        result.cpuTotal.toFixed(3),
        result.statements.toFixed(2).replace(/\.?0+$/, ""),
        result.memory.toFixed(0),
      ],
    ];
  });
  return `${name}: ${title}, ${clients[client].title}${note === undefined ? "" : ` (${note})`}\n${table([header, ...rows])}${
    withShared ? "" : "\n  Without the processes that all databases share, because other databases were used, too."
  }`;
}

/** A table for each client: the server's CPU time as a multiple of the yardsticks', next to the targets. */
export function ratioTables(results: readonly JobResult[]): string {
  const tables = clientNames.flatMap((client) => {
    const ofClient = results.filter((result) => result.client === client);
    return ofClient.length === 0 ? [] : [ratioTable(client, ofClient)];
  });
  return tables.join("\n\n");
}

function ratioTable(client: ClientName, results: readonly JobResult[]): string {
  const header = ["", "/ mercurius", "target", "", "/ floor", "target", ""];
  const rows = results.flatMap(({ name, servers, target }) => {
    const { server, floor, mercurius } = servers;
    if (server === undefined || floor === undefined || mercurius === undefined) return [];
    const cells = (yardstick: Figures, most: number) => {
      const ratio = server.cpuTotal / yardstick.cpuTotal;
      const verdict = ratio <= most ? "reached" : `missed by ${Math.round((ratio / most - 1) * 100)} %`;
      return [ratio.toFixed(2), `≤ ${most.toFixed(1)}`, verdict];
    };
    return [[name, ...cells(mercurius, target.mercurius), ...cells(floor, target.floor)]];
  });
  return `CPU time per request, server and PostgreSQL together, ${clients[client].title}:\n${table([header, ...rows])}`;
}

/** Columns of equal width. The first one is aligned left. */
export function table(rows: readonly (readonly string[])[]): string {
  const widths = rows[0]?.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0))) ?? [];
  const line = (row: readonly string[]) =>
    row
      .map((cell, column) => (column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0)))
      .join("  ");
  return rows.map((row) => `  ${line(row).trimEnd()}`).join("\n");
}
