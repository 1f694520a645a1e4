import { registerEnumType } from "type-graphql";

/**
 * Declares a GraphQL enum from its values and their descriptions.
 * @returns an object for use as the type of a field. Each value equals its name.
 */
export function enumType<Value extends string>(
  name: string,
  description: string,
  values: Readonly<Record<Value, string>>,
): Readonly<Record<Value, Value>> {
  const names = Object.keys(values) as Value[];
  const object = Object.fromEntries(names.map((value) => [value, value])) as Record<Value, Value>;
  const valuesConfig = Object.fromEntries(names.map((value) => [value, { description: values[value] }]));
  registerEnumType(object, { name, description, valuesConfig: valuesConfig as Record<Value, { description: string }> });
  return object;
}
