import { DeclaredProperties } from "./declared-properties.js";

const nested = new DeclaredProperties<true>();

/** Declares that a property holds an input or a list of inputs, and that their rules are checked. */
export function Nested(): PropertyDecorator {
  return nested.declare(true);
}

/** True if the rules of a property's nested inputs are checked. */
export function isNested(input: object, property: string): boolean {
  return nested.of(input, property) ?? false;
}
