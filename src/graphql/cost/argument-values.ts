import { type FieldNode, Kind, type ValueNode, valueFromASTUntyped } from "graphql";
import type { Amount } from "./amount.js";
import type { Variables } from "./variable-values.js";

/** The defaults of variables, declared in the document. */
export type VariableDefaults = ReadonlyMap<string, unknown>;

/** The values of the arguments of a field, as they are sent. An argument without a value is undefined. */
export type ArgumentValues = Readonly<Record<string, unknown>>;

/** Returns an amount that depends on the arguments of a field. If they contain no variables, it is computed only once. */
export function amountOfArguments(
  { arguments: nodes = [] }: FieldNode,
  defaults: VariableDefaults,
  compute: (values: ArgumentValues) => number,
): Amount {
  const constants: Record<string, unknown> = {};
  const withVariables: { readonly name: string; readonly value: ValueNode }[] = [];
  for (const { name, value } of nodes) {
    if (containsVariable(value)) withVariables.push({ name: name.value, value });
    else constants[name.value] = valueFromASTUntyped(value);
  }
  if (withVariables.length === 0) return compute(constants);
  return (variables) => {
    const values = { ...constants };
    for (const { name, value } of withVariables) values[name] = valueFor(value, variables, defaults);
    return compute(values);
  };
}

function containsVariable(node: ValueNode): boolean {
  if (node.kind === Kind.LIST) return node.values.some(containsVariable);
  if (node.kind === Kind.OBJECT) return node.fields.some(({ value }) => containsVariable(value));
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
