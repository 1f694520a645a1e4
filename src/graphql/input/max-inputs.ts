import { DeclaredProperties } from "./declared-properties.js";

const most = new DeclaredProperties<number>();
/** Default maximum length of a list of inputs, such as the addresses of a new customer. */
const defaultMost = 1_000;

/** Sets another maximum length for a list of inputs that are cheap to check. */
export function MaxInputs(max: number): PropertyDecorator {
  return most.declare(max);
}

/** Returns the maximum length of a list of inputs. */
export function maxInputsOf(input: object, property: string): number {
  return most.of(input, property) ?? defaultMost;
}
