import type { ExpensiveOperation } from "./expensive-operations.js";
import type { Figures, MeasuredServer } from "./measured-server.js";
import { type Ids, withIds } from "./placeholders.js";
import { measureWaitingCallers, type WaitingCallers } from "./waiting-callers.js";

const [maxCpuMs, maxMegabytes, maxWaitMs] = [1_000, 20, 200];
const rounds = 3;
const maxNameLength = 110;

/** The cost of an operation, and its effect on other callers. */
export interface Measured {
  readonly operation: ExpensiveOperation;
  readonly figures: Figures;
  readonly waiting: WaitingCallers;
}

export function cpuOf({ serverMs, postgresMs }: Figures): number {
  return serverMs + postgresMs;
}

/** The waiting time of other callers without load. */
export async function measureIdleWaiting(server: MeasuredServer): Promise<number> {
  const { maxMs } = await measureWaitingCallers(server, "staff", { query: "{ __typename }" });
  return maxMs;
}

/** Measures an operation: its median CPU time, then its memory, then its effect on other callers. */
export async function measureOperation(
  server: MeasuredServer,
  ids: Ids,
  operation: ExpensiveOperation,
): Promise<Measured> {
  const { caller, query, variables } = operation;
  const body = { query, variables: withIds(variables, ids) };
  const measured: Figures[] = [];
  for (let round = 0; round < rounds; round += 1) measured.push(await server.measure(caller, body));
  measured.sort((one, other) => cpuOf(one) - cpuOf(other));
  const middle = measured[Math.floor(rounds / 2)];
  if (middle === undefined) throw new Error("Nothing was measured.");
  const { usedMegabytes, rssMegabytes } = await server.measure(caller, body, { withMemory: true });
  const waiting = await measureWaitingCallers(server, caller, body);
  const took = `${cpuOf(middle).toFixed(0)} ms of CPU, ${usedMegabytes.toFixed(0)} MB, others wait ${waiting.maxMs.toFixed(0)} ms`;
  console.error(`${took}: ${operation.name.slice(0, maxNameLength)}`);
  return { operation, figures: { ...middle, usedMegabytes, rssMegabytes }, waiting };
}

/**
 * Prints a table, most expensive operation first.
 * @param idleMs is the waiting time of others without load.
 * @returns the number of operations that exceed the limits.
 */
export function printReport(all: readonly Measured[], idleMs: number): number {
  console.log(`Beside the smallest operation others wait up to ${idleMs.toFixed(0)} ms.\n`);
  console.log("| operation | answer | cost | server ms | PostgreSQL ms | ms | MB | kB sent | others wait ms |");
  console.log("| --- | --- | --- | --- | --- | --- | --- | --- | --- |");
  let beyond = 0;
  for (const { operation, figures, waiting } of all) {
    const { answer, serverMs, postgresMs, ms, usedMegabytes } = figures;
    const isWithin =
      cpuOf(figures) <= maxCpuMs &&
      usedMegabytes <= maxMegabytes &&
      waiting.maxMs <= maxWaitMs + idleMs &&
      waiting.isHealthy;
    if (!isWithin) beyond += 1;
    const numbers = [serverMs, postgresMs, ms, usedMegabytes, answer.bytes / 1_000, waiting.maxMs];
    const name = operation.name.slice(0, maxNameLength);
    const cells = [
      `${operation.caller}: \`${name}\``,
      `${answer.status} ${answer.code}`,
      answer.body.extensions?.cost?.requested ?? "",
      ...numbers.map((number) => number.toFixed(0)),
    ];
    console.log(`| ${cells.join(" | ")}${isWithin ? "" : " (!)"}${waiting.isHealthy ? "" : " not healthy"} |`);
  }
  console.log(
    `\n${all.length} operations, ${beyond} of them beyond ${maxCpuMs} ms of CPU, ${maxMegabytes} MB or ${maxWaitMs} ms of waiting.`,
  );
  return beyond;
}
