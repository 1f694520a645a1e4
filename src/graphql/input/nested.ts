import { DeclaredProperties } from "./declared-properties.js";

const nested = new DeclaredProperties<true>();

/** An input within an input, or a list of them: their own rules count. */
export function Nested(): PropertyDecorator {
  return nested.declare(true);
}

/** Whether the rules of what is in a property of an input count. */
export function isNested(input: object, property: string): boolean {
  return nested.of(input, property) ?? false;
}
