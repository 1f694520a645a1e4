import type { ExpensiveOperation } from "./expensive-operations.js";
import type { Figures } from "./measured-server.js";
import { type Operation, type Selection, writeOperation } from "./operation.js";
import { cpuOf } from "./report.js";

/** A measured operation. */
export interface Found {
  readonly operation: Operation;
  readonly figures: Figures;
}

const kept = 20;
/** One of several operations that differ only in their numbers. */
const maxKindLength = 400;

/** The operations with the most CPU time, each of a different form. */
export class WorstOperations {
  readonly #byKind = new Map<string, Found>();

  get operations(): Operation[] {
    return [...this.#byKind.values()].map(({ operation }) => operation);
  }

  add(found: Found): void {
    const kind = kindOf(found.operation);
    const known = this.#byKind.get(kind);
    if (known !== undefined && cpuOf(known.figures) >= cpuOf(found.figures)) return;
    this.#byKind.set(kind, found);
    if (this.#byKind.size <= kept) return;
    const [least] = [...this.#byKind].sort(([, one], [, other]) => cpuOf(one.figures) - cpuOf(other.figures));
    if (least) this.#byKind.delete(least[0]);
  }

  /** The most expensive first. */
  get expensiveOperations(): ExpensiveOperation[] {
    const all = [...this.#byKind].sort(([, one], [, other]) => cpuOf(other.figures) - cpuOf(one.figures));
    return all.map(([name, { operation }]) => {
      const { query, variables } = writeOperation(operation);
      return { name, caller: operation.caller, query, variables };
    });
  }
}
/** The form of an operation without numbers and texts. */
function kindOf({ selections }: Operation): string {
  const kinds = [...new Set(selections.map(kindOfSelection))].sort();
  return kinds.join(" ").slice(0, maxKindLength);
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
