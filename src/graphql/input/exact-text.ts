import { DeclaredProperties } from "./declared-properties.js";

const verbatim = new DeclaredProperties<true>();

/** A text that is taken as given, white space included: an id is compared exactly, and a password may begin with a space. */
export function ExactText(): PropertyDecorator {
  return verbatim.declare(true);
}

/** Whether a property of an input is taken as given. */
export function isExactText(input: object, property: string): boolean {
  return verbatim.of(input, property) ?? false;
}
