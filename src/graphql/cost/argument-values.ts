import { type FieldNode, Kind, type ValueNode, valueFromASTUntyped } from "graphql";
import type { Amount } from "./amount.js";
import type { Variables } from "./variable-values.js";

/** The values in a document that variables without a value have. */
export type VariableDefaults = ReadonlyMap<string, unknown>;

/** The arguments of a field as they are sent; undefined for those without a value. */
export type ArgumentValues = Readonly<Record<string, unknown>>;

/** An amount that the arguments of a field tell: computed once where they hold no variables. */
export function amountOfArguments(
  { arguments: nodes = [] }: FieldNode,
  defaults: VariableDefaults,
  compute: (values: ArgumentValues) => number,
): Amount {
  const constants: Record<string, unknown> = {};
  const told: { readonly name: string; readonly value: ValueNode }[] = [];
  for (const { name, value } of nodes) {
    if (holdsVariable(value)) told.push({ name: name.value, value });
    else constants[name.value] = valueFromASTUntyped(value);
  }
  if (told.length === 0) return compute(constants);
  return (variables) => {
    const values = { ...constants };
    for (const { name, value } of told) values[name] = valueFor(value, variables, defaults);
    return compute(values);
  };
}

function holdsVariable(node: ValueNode): boolean {
  if (node.kind === Kind.LIST) return node.values.some(holdsVariable);
  if (node.kind === Kind.OBJECT) return node.fields.some(({ value }) => holdsVariable(value));
  return node.kind === Kind.VARIABLE;
}

function valueFor(node: ValueNode, variables: Variables, defaults: VariableDefaults): unknown {
  if (node.kind === Kind.VARIABLE) {
    const name = node.name.value;
    const given = Object.hasOwn(variables, name) ? variables[name] : undefined;
    return given === undefined ? defaults.get(name) : given;
  }
  if (node.kind === Kind.LIST) return node.values.map((value) => valueFor(value, variables, defaults));
  if (node.kind !== Kind.OBJECT) return valueFromASTUntyped(node);
  return Object.fromEntries(node.fields.map(({ name, value }) => [name.value, valueFor(value, variables, defaults)]));
}
