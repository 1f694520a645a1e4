import { type ValidationError, validateSync } from "class-validator";
import { type Path, UserErrorCollector } from "../errors/user-error-collector.js";
import { isExactText } from "./exact-text.js";
import { maxInputsOf } from "./max-inputs.js";
import { normalizeText } from "./normalize-text.js";
import type { RuleContext } from "./rules.js";

/**
 * Brings the texts of an input into their stored form (NFC, trimmed, blank → null) in place, and checks the rules declared
 * on its class and the classes nested in it.
 * @returns what is wrong so far, for a service to add what only the database knows.
 */
export function checkInput(input: object, path: Path = ["input"]): UserErrorCollector {
  const userErrors = new UserErrorCollector();
  cutLongLists(input, path, userErrors);
  changeTexts(input, normalizeText);
  report(
    userErrors,
    path,
    validateSync(input, { forbidUnknownValues: false, validationError: { target: false, value: false } }),
  );
  changeTexts(input, (text) => (text === "" ? null : text));
  return userErrors;
}

/** Finds what an update clears although it must be there: REQUIRED at each. */
export function checkNotCleared<Input extends object>(
  input: Input,
  names: readonly (keyof Input & string)[],
  userErrors: UserErrorCollector,
): void {
  for (const name of names) {
    // A blank one came out null, and is a problem already.
    const path = ["input", name];
    if (input[name] === null && !userErrors.has(path)) userErrors.add("REQUIRED", path, `${name} must not be cleared.`);
  }
}

/** Finds lists of inputs that are too long: TOO_MANY at each, with nothing left in it that would cost time to check. */
function cutLongLists(input: object, path: Path, userErrors: UserErrorCollector): void {
  for (const [name, value] of Object.entries(input)) {
    const most = maxInputsOf(input, name);
    if (!Array.isArray(value) || value.length <= most || !isInput(value[0])) continue;
    userErrors.add("TOO_MANY", [...path, name], `Must have at most ${most} elements.`);
    Object.assign(input, { [name]: [] });
  }
}

function changeTexts(input: object, change: (text: string) => string | null): void {
  for (const [name, value] of Object.entries(input)) {
    if (typeof value === "string" && !isExactText(input, name)) Object.assign(input, { [name]: change(value) });
    else for (const nested of [value].flat()) if (isInput(nested)) changeTexts(nested, change);
  }
}

/** An instance of an input class; JSON values and dates are not. */
function isInput(value: unknown): value is object {
  if (typeof value !== "object" || value === null || value instanceof Date) return false;
  const prototype = Object.getPrototypeOf(value);
  return prototype !== null && prototype !== Object.prototype;
}

function report(userErrors: UserErrorCollector, path: Path, errors: readonly ValidationError[]): void {
  for (const error of errors) {
    const errorPath = [...path, error.property];
    for (const [name, message] of Object.entries(error.constraints ?? {})) {
      const context: RuleContext | undefined = error.contexts?.[name];
      if (context === undefined) throw new Error(`The rule ${name} at ${errorPath.join(".")} has no code.`);
      userErrors.add(context.code, errorPath, message);
    }
    report(userErrors, errorPath, error.children ?? []);
  }
}
