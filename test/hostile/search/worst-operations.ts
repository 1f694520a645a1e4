import { writeFile } from "node:fs/promises";
import type { Figures, MeasuredServer } from "./measured-server.js";
import { type Operation, type Selection, writeOperation } from "./operation.js";
import { type Ids, withIds } from "./placeholders.js";

/** An operation that was sent. */
export interface Found {
  readonly operation: Operation;
  readonly cost: number;
  readonly figures: Figures;
}

const kept = 20;
const reportFile = "hostile-search.json";
/** Of operations that differ in their numbers alone, one is kept. */
const maxKindLength = 400;

/** The operations that took the most CPU time, each of another kind. */
export class WorstOperations {
  readonly #byKind = new Map<string, Found>();

  get operations(): Operation[] {
    return [...this.#byKind.values()].map(({ operation }) => operation);
  }

  add(found: Found): void {
    const kind = kindOf(found.operation);
    const known = this.#byKind.get(kind);
    if (known !== undefined && cpuOf(known) >= cpuOf(found)) return;
    this.#byKind.set(kind, found);
    if (this.#byKind.size <= kept) return;
    const [least] = [...this.#byKind].sort(([, one], [, other]) => cpuOf(one) - cpuOf(other));
    if (least) this.#byKind.delete(least[0]);
  }

  /** Measures them once more, with their memory, and writes them to a file and their figures to the output. */
  async report(server: MeasuredServer, ids: Ids): Promise<void> {
    const all = [...this.#byKind.values()].sort((one, other) => cpuOf(other) - cpuOf(one));
    const lines: object[] = [];
    console.log("| cost | answer | server ms | PostgreSQL ms | ms | MB used | MB rss | kB | kind |");
    console.log("| --- | --- | --- | --- | --- | --- | --- | --- | --- |");
    for (const { operation, cost } of all) {
      const { query, variables } = writeOperation(operation);
      const body = { query, variables: withIds(variables, ids) };
      const { serverMs, postgresMs, ms, answer } = await server.measure(operation.caller, body);
      const memory = await server.measure(operation.caller, body, { withMemory: true });
      const figures = [serverMs, postgresMs, ms, memory.usedMegabytes, memory.rssMegabytes, answer.bytes / 1_000];
      const kind = kindOf(operation);
      console.log(
        `| ${cost} | ${answer.status} ${answer.code} | ${figures.map((n) => n.toFixed(0)).join(" | ")} | ${kind} |`,
      );
      lines.push({ caller: operation.caller, cost, query, variables });
    }
    await writeFile(reportFile, `${JSON.stringify(lines, null, 2)}\n`);
  }
}

function cpuOf({ figures }: Found): number {
  return figures.serverMs + figures.postgresMs;
}

/** What an operation asks for, whatever the numbers and texts are. */
function kindOf({ caller, selections }: Operation): string {
  const kinds = [...new Set(selections.map(kindOfSelection))].sort();
  return `${caller}: ${kinds.join(" ")}`.slice(0, maxKindLength);
}

function kindOfSelection({ name, args, selections }: Selection): string {
  const given = Object.entries(args)
    .filter(([argument]) => !["first", "last", "offset"].includes(argument))
    .map(([argument, { value }]) => `${argument}: ${shapeOf(value)}`);
  const inner = [
    ...new Set(selections.filter((one) => one.selections.length > 0 || one.name === "totalCount").map(kindOfSelection)),
  ];
  return `${name}${given.length > 0 ? `(${given.join(", ")})` : ""}${inner.length > 0 ? ` { ${inner.sort().join(" ")} }` : ""}`;
}

function shapeOf(value: unknown): string {
  if (Array.isArray(value)) return `[${[...new Set(value.map(shapeOf))].join(" ")}]`;
  if (typeof value !== "object" || value === null) return "";
  return `{${Object.entries(value)
    .map(([name, inner]) => `${name}${shapeOf(inner)}`)
    .sort()
    .join(" ")}}`;
}
