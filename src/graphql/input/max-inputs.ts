import { DeclaredProperties } from "./declared-properties.js";

const most = new DeclaredProperties<number>();
/** The addresses of a new customer, for example. */
const defaultMost = 1_000;

/** A list of inputs that may be longer than others, for its inputs are cheap to check. */
export function MaxInputs(max: number): PropertyDecorator {
  return most.declare(max);
}

/** How many inputs a list may hold that is a property of an input. */
export function maxInputsOf(input: object, property: string): number {
  return most.of(input, property) ?? defaultMost;
}
