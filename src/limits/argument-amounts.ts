import { type ConstValueNode, Kind, type ValueNode, valueFromASTUntyped } from "graphql";
import { defaultPageSize, maxPageSize } from "../pagination/window.js";
import { type Amount, sum } from "./cost.js";
import type { Variables } from "./variable-values.js";

/** The values in a document that variables without a value have. */
export type VariableDefaults = ReadonlyMap<string, unknown>;

type Arguments = ReadonlyMap<string, ValueNode>;

/** How many rows a page has at most. What is out of range costs what is in range: its field refuses it. */
export function pageSize(args: Arguments, defaults: VariableDefaults): Amount {
  const [first, last] = [args.get("first"), args.get("last")].map((node) => valueIn(node, defaults));
  if (typeof first !== "function" && typeof last !== "function") return inRange(first ?? last);
  return (variables) => inRange(valueFor(first, variables) ?? valueFor(last, variables));
}

function inRange(size: unknown): number {
  return typeof size === "number" ? Math.min(Math.max(size, 0), maxPageSize) : defaultPageSize;
}

/** How many elements a list has that is given as an argument. */
export function listLength(argument: ValueNode | undefined, defaults: VariableDefaults): Amount {
  const value = valueIn(argument, defaults);
  if (typeof value !== "function") return lengthOf(value);
  return (variables) => lengthOf(value(variables));
}

function lengthOf(value: unknown): number {
  if (Array.isArray(value)) return value.length;
  // One value stands for a list of one.
  return value === undefined || value === null ? 0 : 1;
}

/** How many elements all lists in an argument have together. */
export function elementsIn(argument: ValueNode, defaults: VariableDefaults): Amount {
  if (argument.kind === Kind.VARIABLE) {
    const value = valueIn(argument, defaults);
    return typeof value === "function" ? (variables) => countElements(value(variables)) : countElements(value);
  }
  if (argument.kind === Kind.LIST) {
    return sum([argument.values.length, ...argument.values.map((value) => elementsIn(value, defaults))]);
  }
  if (argument.kind === Kind.OBJECT) return sum(argument.fields.map(({ value }) => elementsIn(value, defaults)));
  return 0;
}

/** What lies deeper is refused for its depth. */
const maxLevels = 50;

function countElements(value: unknown, level = 1): number {
  if (typeof value !== "object" || value === null || level > maxLevels) return 0;
  let count = Array.isArray(value) ? value.length : 0;
  // Of long lists of texts nothing is looked at but their length.
  if (Array.isArray(value) && typeof value[0] !== "object") return count;
  for (const inner of Object.values(value)) count += countElements(inner, level + 1);
  return count;
}

/** The value in the document, or how to find it: undefined where there is none. */
function valueIn(node: ValueNode | undefined, defaults: VariableDefaults) {
  if (node === undefined) return undefined;
  if (node.kind !== Kind.VARIABLE) return withoutVariables(node);
  const { value: name } = node.name;
  const ifMissing = defaults.get(name);
  return (variables: Variables): unknown =>
    Object.hasOwn(variables, name) && variables[name] !== undefined ? variables[name] : ifMissing;
}

function withoutVariables(node: Exclude<ValueNode, { kind: Kind.VARIABLE }>): unknown {
  if (node.kind === Kind.LIST) return node.values;
  return node.kind === Kind.OBJECT ? node.fields : valueFromASTUntyped(node as ConstValueNode);
}

function valueFor(value: unknown, variables: Variables): unknown {
  return typeof value === "function" ? value(variables) : value;
}
