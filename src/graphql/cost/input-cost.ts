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

/** The work that an input asks for. */
export interface InputEffort {
  /** Done once. */
  readonly own: number;
  /** Done for each row of the list that the input filters. */
  readonly perRow: number;
  /** Done each time the list is read: finding related rows. */
  readonly perRead: number;
  /** Whether an index finds the few rows that can match. */
  readonly isSelective: boolean;
}

/** Reading a row from a table. */
const rowCost = 0.01;
/** Looking for the related rows of a row. */
const relationCost = 0.05;
/** How many rows have the value that an index finds: one, mostly; an `in` may find more. */
const selectedRows = 200;
const objectCost = 1;
const elementCost = 0.1;
/** An object with more members, such as free data, costs more for each further one. */
const usualMembers = 20;
/** What lies deeper is refused for its depth. */
const maxLevels = 50;

const none: InputEffort = { own: 0, perRow: 0, perRead: 0, isSelective: false };

/** What reading all rows of a list costs that match an input. */
export function readCost({ perRow, perRead, isSelective }: InputEffort, rows: number, costOfRow = rowCost): number {
  return perRead + (isSelective ? Math.min(rows, selectedRows) : rows) * (costOfRow + perRow);
}

/** All of them are required. */
function allOf(works: readonly InputEffort[]): InputEffort {
  let [own, perRow, perRead, isSelective] = [0, 0, 0, false];
  for (const work of works) {
    own += work.own;
    perRow += work.perRow;
    perRead += work.perRead;
    isSelective ||= work.isSelective;
  }
  return { own, perRow, perRead, isSelective };
}

/** Finds what the inputs of a schema cost. */
export class InputCosts {
  readonly #declaring: ReadonlySet<GraphQLInputObjectType>;

  constructor(schema: GraphQLSchema) {
    this.#declaring = declaringTypes(schema);
  }

  /** The work of all arguments of a field. */
  workOfAll({ args }: GraphQLField<unknown, unknown>, values: ArgumentValues, rows: number): InputEffort {
    const works: InputEffort[] = [];
    for (const argument of args) {
      const value = values[argument.name];
      if (value !== undefined && value !== null) works.push(this.#workOf(argument, value, rows));
    }
    return allOf(works);
  }

  /**
   * The work of an argument or input field.
   * @param rows how many rows the list has that is filtered.
   */
  #workOf(input: GraphQLArgument | GraphQLInputField, value: unknown, rows: number, level = 0): InputEffort {
    const declared = costOfInput(input);
    const isPlain = !declared && !this.#declares(input.type);
    if (isPlain || value === undefined || value === null || level > maxLevels) return none;
    const { own = 0, perElement = 0, perRow = 0, related } = declared ?? {};
    const innerRows = related ? Math.min(rows * related.each, related.rows) : rows;
    const inner = combined(this.#worksIn(input.type, value, innerRows, level + 1), declared?.combines);
    const work: InputEffort = {
      own: own + inner.own + perElement * (Array.isArray(value) ? value.length : 1),
      perRow: perRow + inner.perRow,
      perRead: inner.perRead,
      isSelective: inner.isSelective,
    };
    if (related) {
      return { ...none, own: work.own, perRead: rows * relationCost + readCost(work, innerRows) };
    }
    return declared?.isKey ? { ...work, isSelective: comparesExactly(input.type, value) } : work;
  }

  /** The works of the elements of a list, or the fields of an object. */
  #worksIn(type: GraphQLInputType, value: unknown, rows: number, level: number): InputEffort[] {
    const nullable = getNullableType(type);
    if (!this.#declares(nullable)) return [];
    if (isListType(nullable)) {
      return [value].flat().map((element) => allOf(this.#worksIn(nullable.ofType, element, rows, level)));
    }
    if (!isInputObjectType(nullable) || typeof value !== "object" || value === null) return [];
    const fields = nullable.getFields();
    return Object.entries(value).map(([name, inner]) => {
      const field = Object.hasOwn(fields, name) ? fields[name] : undefined;
      return field ? this.#workOf(field, inner, rows, level) : none;
    });
  }

  #declares(type: GraphQLInputType): boolean {
    const named = getNamedType(type);
    return isInputObjectType(named) && this.#declaring.has(named);
  }
}

function combined(works: readonly InputEffort[], combines: InputCost["combines"]): InputEffort {
  const all = allOf(works);
  if (combines === "not") return { ...all, isSelective: false };
  return combines === "or" ? { ...all, isSelective: works.every(({ isSelective }) => isSelective) } : all;
}

/** Whether a comparison asks for values that an index finds; of an input that is no comparison, its own value. */
function comparesExactly(type: GraphQLInputType, value: unknown): boolean {
  const named = getNamedType(type);
  if (!isInputObjectType(named) || typeof value !== "object" || value === null) return true;
  const operands = value as Readonly<Record<string, unknown>>;
  return Object.values(named.getFields()).some(
    (field) => costOfInput(field)?.isExact && operands[field.name] !== undefined && operands[field.name] !== null,
  );
}

/** The input types in which a cost is declared, however deep. */
function declaringTypes(schema: GraphQLSchema): ReadonlySet<GraphQLInputObjectType> {
  const types = Object.values(schema.getTypeMap()).filter(isInputObjectType);
  const declaring = new Set<GraphQLInputObjectType>();
  let size = -1;
  // Types hold each other: each round finds those that hold one found before.
  while (size < declaring.size) {
    size = declaring.size;
    for (const type of types) {
      const declares = Object.values(type.getFields()).some((field) => {
        const named = getNamedType(field.type);
        return costOfInput(field) || (isInputObjectType(named) && declaring.has(named));
      });
      if (declares) declaring.add(type);
    }
  }
  return declaring;
}

/** What the elements of all lists in a value cost, and the members of large objects. */
export function elementsCost(value: unknown, level = 0): number {
  if (typeof value !== "object" || value === null || level > maxLevels) return 0;
  if (!Array.isArray(value)) {
    const members = Object.values(value);
    const further = Math.max(0, members.length - usualMembers) * elementCost;
    return members.reduce<number>((total, inner) => total + elementsCost(inner, level + 1), further);
  }
  // Of long lists of texts nothing is looked at but their length.
  if (typeof value[0] !== "object") return elementCost * value.length;
  return value.reduce<number>((total, inner) => total + objectCost + elementsCost(inner, level + 1), 0);
}
