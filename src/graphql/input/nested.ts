import { DeclaredProperties } from "./declared-properties.js";

const nested = new DeclaredProperties<true>();

/** An input within an input, or a list of them: their own rules count. */
export function Nested(): PropertyDecorator {
  return nested.declare(true);
}

/** True if the rules of a property's nested inputs are checked. */
export function isNested(input: object, property: string): boolean {
  return nested.of(input, property) ?? false;
}
