import {
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLInputField,
  type GraphQLInputObjectType,
  type GraphQLInputType,
  type GraphQLSchema,
  getNamedType,
  getNullableType,
  isInputObjectType,
  isListType,
} from "graphql";
import type { ArgumentValues } from "./argument-values.js";
import { costOfInput, type InputCost } from "./cost.js";

/** The computed cost of an input. */
export interface ComputedInputCost {
  /** Fixed cost. */
  readonly fixed: number;
  /** Cost per row of the filtered list. */
  readonly perRow: number;
  /** Cost per read of the list: finding related rows. */
  readonly perListRead: number;
  /** True if an index finds the few rows that can match. */
  readonly isSelective: boolean;
}

/** Cost of reading a table row. */
const rowCost = 0.01;
/** Cost of looking up the related rows of a row. */
const relationCost = 0.05;
/** Number of rows assumed for an index lookup. Mostly it is one; an `in` may find more. */
const selectedRows = 200;
const objectCost = 1;
const elementCost = 0.1;
/** An object with more members, such as free data, costs more for each further one. */
const usualMembers = 20;
/** Deeper inputs are rejected for their depth. */
const maxLevels = 50;
/** GraphQL integers have 32 bits. */
const maxUnits = 2 ** 31;

const noCost: ComputedInputCost = { fixed: 0, perRow: 0, perListRead: 0, isSelective: false };

/** Returns the cost of reading all rows of a list that match an input. */
export function readCost(
  { perRow, perListRead, isSelective }: ComputedInputCost,
  rows: number,
  costOfRow = rowCost,
): number {
  return perListRead + (isSelective ? Math.min(rows, selectedRows) : rows) * (costOfRow + perRow);
}

/** Adds up costs of conditions that must all match. */
function sumCosts(costs: readonly ComputedInputCost[]): ComputedInputCost {
  let [fixed, perRow, perListRead, isSelective] = [0, 0, 0, false];
  for (const cost of costs) {
    fixed += cost.fixed;
    perRow += cost.perRow;
    perListRead += cost.perListRead;
    isSelective ||= cost.isSelective;
  }
  return { fixed, perRow, perListRead, isSelective };
}

/** Computes the costs of inputs of a schema. */
export class InputCosts {
  readonly #typesWithCost: ReadonlySet<GraphQLInputObjectType>;

  constructor(schema: GraphQLSchema) {
    this.#typesWithCost = typesWithDeclaredCost(schema);
  }

  /** Returns the cost of all arguments of a field. */
  costOfArguments({ args }: GraphQLField<unknown, unknown>, values: ArgumentValues, rows: number): ComputedInputCost {
    const costs: ComputedInputCost[] = [];
    for (const argument of args) {
      const value = values[argument.name];
      if (value !== undefined && value !== null) costs.push(this.#costOf(argument, value, rows));
    }
    return sumCosts(costs);
  }

  /**
   * Returns the cost of an argument or input field.
   * @param rows the number of rows of the filtered list.
   */
  #costOf(input: GraphQLArgument | GraphQLInputField, value: unknown, rows: number, level = 0): ComputedInputCost {
    const declared = costOfInput(input);
    const isPlain = !declared && !this.#hasDeclaredCost(input.type);
    if (isPlain || value === undefined || value === null || level > maxLevels) return noCost;
    const { fixed = 0, perElement = 0, perUnit = 0, perRow = 0, related } = declared ?? {};
    const innerRows = related ? Math.min(rows * related.each, related.rows) : rows;
    const inner = combined(this.#costsIn(input.type, value, innerRows, level + 1), declared?.combines);
    const cost: ComputedInputCost = {
      fixed: fixed + inner.fixed + perElement * (Array.isArray(value) ? value.length : 1) + perUnit * unitsOf(value),
      perRow: perRow + inner.perRow,
      perListRead: inner.perListRead,
      isSelective: inner.isSelective,
    };
    if (related) {
      return { ...noCost, fixed: cost.fixed, perListRead: rows * relationCost + readCost(cost, innerRows) };
    }
    return declared?.isKey ? { ...cost, isSelective: comparesExactly(input.type, value) } : cost;
  }

  /** Returns the costs of the elements of a list, or of the fields of an object. */
  #costsIn(type: GraphQLInputType, value: unknown, rows: number, level: number): ComputedInputCost[] {
    const nullable = getNullableType(type);
    if (!this.#hasDeclaredCost(nullable)) return [];
    if (isListType(nullable)) {
      return [value].flat().map((element) => sumCosts(this.#costsIn(nullable.ofType, element, rows, level)));
    }
    if (!isInputObjectType(nullable) || typeof value !== "object" || value === null) return [];
    const fields = nullable.getFields();
    return Object.entries(value).map(([name, inner]) => {
      const field = Object.hasOwn(fields, name) ? fields[name] : undefined;
      return field ? this.#costOf(field, inner, rows, level) : noCost;
    });
  }

  #hasDeclaredCost(type: GraphQLInputType): boolean {
    const named = getNamedType(type);
    return isInputObjectType(named) && this.#typesWithCost.has(named);
  }
}

const inputCostsBySchema = new WeakMap<GraphQLSchema, InputCosts>();

/** Bounded, so that the cost is a number for each value that a variable can have. */
function unitsOf(value: unknown): number {
  return typeof value === "number" && value > 0 ? Math.min(value, maxUnits) : 0;
}

/** Returns the costs of the inputs of a schema. They are created once for each schema. */
export function inputCostsOf(schema: GraphQLSchema): InputCosts {
  const known = inputCostsBySchema.get(schema) ?? new InputCosts(schema);
  inputCostsBySchema.set(schema, known);
  return known;
}

function combined(costs: readonly ComputedInputCost[], combines: InputCost["combines"]): ComputedInputCost {
  const all = sumCosts(costs);
  if (combines === "not") return { ...all, isSelective: false };
  return combines === "or" ? { ...all, isSelective: costs.every(({ isSelective }) => isSelective) } : all;
}

/** True if a comparison uses values that an index finds. An input that is not a comparison counts as one with its value. */
function comparesExactly(type: GraphQLInputType, value: unknown): boolean {
  const named = getNamedType(type);
  if (!isInputObjectType(named) || typeof value !== "object" || value === null) return true;
  const operands = value as Readonly<Record<string, unknown>>;
  return Object.values(named.getFields()).some(
    (field) => costOfInput(field)?.isExact && operands[field.name] !== undefined && operands[field.name] !== null,
  );
}

/** Returns the input types that contain a declared cost at any depth. */
function typesWithDeclaredCost(schema: GraphQLSchema): ReadonlySet<GraphQLInputObjectType> {
  const types = Object.values(schema.getTypeMap()).filter(isInputObjectType);
  const withCost = new Set<GraphQLInputObjectType>();
  let size = -1;
  // Types may refer to each other. Each round finds types that refer to one found before.
  while (size < withCost.size) {
    size = withCost.size;
    for (const type of types) {
      const hasCost = Object.values(type.getFields()).some((field) => {
        const named = getNamedType(field.type);
        return costOfInput(field) || (isInputObjectType(named) && withCost.has(named));
      });
      if (hasCost) withCost.add(type);
    }
  }
  return withCost;
}

/**
 * Returns the cost of a list of keys of objects. An object that is a key costs as much as a text, because what is paid for is
 * the object that it stands for. Lists and further members inside of it cost as elsewhere.
 */
export function keysCost(keys: unknown): number {
  if (!Array.isArray(keys)) return elementsCost(keys);
  return keys.reduce<number>((total, key) => total + elementCost + elementsCost(key), 0);
}

/** Returns the cost of the elements of all lists in a value. */
export function elementsCost(value: unknown, level = 0): number {
  if (typeof value !== "object" || value === null || level > maxLevels) return 0;
  if (!Array.isArray(value)) {
    const members = Object.values(value);
    const further = Math.max(0, members.length - usualMembers) * elementCost;
    return members.reduce<number>((total, inner) => total + elementsCost(inner, level + 1), further);
  }
  // Only the length of a list of texts is counted.
  if (typeof value[0] !== "object") return elementCost * value.length;
  return value.reduce<number>((total, inner) => total + objectCost + elementsCost(inner, level + 1), 0);
}
