import { type GraphQLSchema, getOperationAST, parse } from "graphql";
import { operationCost } from "../../../src/execution/limits/operation-cost.js";
import type { Random } from "../../benchmark/random.js";
import type { OperationGenerator } from "./generate-operation.js";
import { type Argument, type CallerKind, type Operation, type Selection, writeOperation } from "./operation.js";
import { unknownIds, withIds } from "./placeholders.js";

const maxRoots = 30;
const attempts = 40;
/** The share of the limit that is near enough. */
const fullEnough = 0.8;

/** The default cost limit for a caller. */
export const maxCosts: Readonly<Record<CallerKind, number>> = { staff: 50_000, customer: 20_000 };

/** Changes operations to similar, larger and smaller ones. */
export class OperationChanger {
  readonly #schema: GraphQLSchema;
  readonly #random: Random;
  readonly #generator: OperationGenerator;

  constructor(schema: GraphQLSchema, random: Random, generator: OperationGenerator) {
    this.#schema = schema;
    this.#random = random;
    this.#generator = generator;
  }

  /** The cost that the server will compute. */
  cost(operation: Operation): number {
    const { query, variables } = writeOperation(operation);
    const document = parse(query);
    const definition = getOperationAST(document);
    if (!definition) throw new Error("Expected one operation.");
    return operationCost(this.#schema, document, definition)(withIds(variables, unknownIds) as Record<string, unknown>);
  }

  /** Repeats and extends an operation until its cost is near to the limit. Returns undefined if it costs too much. */
  fitted(operation: Operation): Operation | undefined {
    const max = maxCosts[operation.caller];
    let fitting: Operation | undefined;
    let candidate = operation;
    for (let attempt = 0; attempt < attempts; attempt += 1) {
      const cost = this.cost(candidate);
      if (cost <= max) fitting = candidate;
      if (cost <= max && cost >= max * fullEnough) return candidate;
      candidate = cost > max ? this.#smaller(fitting ?? candidate) : this.#larger(candidate);
    }
    return fitting;
  }

  /** Returns a similar operation with one part replaced, removed or added. */
  mutated(operation: Operation): Operation {
    const { selections, kind, caller } = operation;
    switch (this.#random.below(6)) {
      case 0:
        return { ...operation, selections: [...selections, this.#generator.root(kind, caller)] };
      case 1:
        return selections.length > 1 ? { ...operation, selections: this.#withoutOne(selections) } : operation;
      case 2:
        return this.#larger(operation);
      default:
        return { ...operation, selections: this.#withOne(selections, (one) => this.#changed(one)) };
    }
  }

  #larger(operation: Operation): Operation {
    const { selections } = operation;
    if (this.#random.below(2) === 0 && selections.length < maxRoots) {
      const copies = Math.min(selections.length, maxRoots - selections.length);
      return { ...operation, selections: [...selections, ...selections.slice(0, copies)] };
    }
    return { ...operation, selections: this.#withOne(selections, (one) => this.#deeper(one, widened)) };
  }

  #smaller(operation: Operation): Operation {
    const { selections } = operation;
    if (selections.length > 1) return { ...operation, selections: this.#withoutOne(selections) };
    return { ...operation, selections: selections.map((one) => this.#everywhere(one, narrowed)) };
  }

  /** Changes one selection, or one inside it. */
  #deeper(selection: Selection, change: (selection: Selection) => Selection): Selection {
    const isHere = selection.selections.length === 0 || this.#random.below(3) === 0;
    if (isHere) return change(selection);
    return { ...selection, selections: this.#withOne(selection.selections, (one) => this.#deeper(one, change)) };
  }

  #everywhere(selection: Selection, change: (selection: Selection) => Selection): Selection {
    const inner = selection.selections.map((one) => this.#everywhere(one, change));
    return change({ ...selection, selections: inner });
  }

  #changed(selection: Selection): Selection {
    return this.#deeper(selection, (one) => {
      const entry = this.#random.pick([...Object.entries(one.args), undefined]);
      if (entry === undefined) return widened(one);
      const [name, argument] = entry;
      return { ...one, args: { ...one.args, [name]: this.#changedArgument(name, argument, one) } };
    });
  }

  #changedArgument(name: string, argument: Argument, { args }: Selection): Argument {
    const type = this.#generator.typeOf(argument.type);
    const isFilter = type !== undefined && name === "where";
    const inner = type ? this.#generator.argument(name, type, name).value : argument.value;
    if (!isFilter) return { ...argument, value: argument.type.startsWith("[") && type ? [inner] : inner };
    const other = args.where?.value;
    return { ...argument, value: this.#combined(other, inner) };
  }

  #combined(one: unknown, other: unknown): unknown {
    switch (this.#random.below(5)) {
      case 0:
        return { or: [one, other] };
      case 1:
        return { and: [one, other] };
      case 2:
        return { not: one };
      case 3:
        return { or: [one, { firstName: { in: ["$texts:5000"] } }] };
      default:
        return other;
    }
  }

  #withoutOne(selections: readonly Selection[]): Selection[] {
    const left = this.#random.below(selections.length);
    return selections.filter((_, index) => index !== left);
  }

  #withOne(selections: readonly Selection[], change: (selection: Selection) => Selection): Selection[] {
    const changed = this.#random.below(selections.length);
    return selections.map((one, index) => (index === changed ? change(one) : one));
  }
}

function widened(selection: Selection): Selection {
  return withPageSize(selection, (size) => Math.min(250, size * 2 + 1));
}

function narrowed(selection: Selection): Selection {
  return withPageSize(selection, (size) => Math.max(1, Math.floor(size / 2)));
}

function withPageSize(selection: Selection, change: (size: number) => number): Selection {
  const { first } = selection.args;
  if (typeof first?.value !== "number") return selection;
  return { ...selection, args: { ...selection.args, first: { ...first, value: change(first.value) } } };
}
