import { DeclaredProperties } from "./declared-properties.js";

const exactTexts = new DeclaredProperties<true>();

/** Marks a text that is not normalized. An id is compared exactly, and a password may begin with a space. */
export function ExactText(): PropertyDecorator {
  return exactTexts.declare(true);
}

/** True if a property of an input is not normalized. */
export function isExactText(input: object, property: string): boolean {
  return exactTexts.of(input, property) ?? false;
}
