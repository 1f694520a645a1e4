import { type Path, UserErrorCollector } from "../errors/user-error-collector.js";
import { Pauses } from "../event-loop/pauses.js";
import { brokenRules } from "./declared-rules.js";
import { isExactText } from "./exact-text.js";
import { maxInputsOf } from "./max-inputs.js";
import { isNested } from "./nested.js";
import { normalizeText } from "./normalize-text.js";

/**
 * Normalizes the texts of an input in place (NFC, trimmed, blank → null), and checks the rules declared on its class and on
 * nested classes.
 * @returns the user errors. Services add those for which the database must be read.
 */
export async function checkInput(input: object, path: Path = ["input"]): Promise<UserErrorCollector> {
  const userErrors = new UserErrorCollector();
  await checkOne(input, path, userErrors, new Pauses());
  return userErrors;
}

/** Adds REQUIRED for each required field that an update sets to null. */
export function checkNotCleared<Input extends object>(
  input: Input,
  names: readonly (keyof Input & string)[],
  userErrors: UserErrorCollector,
): void {
  for (const name of names) {
    // A blank text was converted to null and has an error already.
    const path = ["input", name];
    if (input[name] === null && !userErrors.has(path)) userErrors.add("REQUIRED", path, `${name} must not be cleared.`);
  }
}

async function checkOne(input: object, path: Path, userErrors: UserErrorCollector, pauses: Pauses): Promise<void> {
  cutLongLists(input, path, userErrors);
  changeTexts(input, normalizeText);
  for (const { property, code, message } of brokenRules(input)) userErrors.add(code, [...path, property], message);
  changeTexts(input, (text) => (text === "" ? null : text));
  for (const [name, value] of Object.entries(input)) {
    const hasRules = isNested(input, name);
    for (const [index, inner] of [value].flat().entries()) {
      if (!isInput(inner)) break;
      if (pauses.isDue) await pauses.pause();
      const innerPath = Array.isArray(value) ? [...path, name, String(index)] : [...path, name];
      if (hasRules) await checkOne(inner, innerPath, userErrors, pauses);
      else changeTexts(inner, (text) => normalizeText(text) || null);
    }
  }
}

/** Adds TOO_MANY for each list of inputs that is too long, and empties the list to save the time of checking it. */
function cutLongLists(input: object, path: Path, userErrors: UserErrorCollector): void {
  for (const [name, value] of Object.entries(input)) {
    if (!Array.isArray(value) || !isInput(value[0])) continue;
    const most = maxInputsOf(input, name);
    if (value.length <= most) continue;
    userErrors.add("TOO_MANY", [...path, name], `Must have at most ${most} elements.`);
    Reflect.set(input, name, []);
  }
}

function changeTexts(input: object, change: (text: string) => string | null): void {
  for (const [name, value] of Object.entries(input)) {
    if (typeof value === "string" && !isExactText(input, name)) Reflect.set(input, name, change(value));
  }
}

/** True for an instance of an input class; false for JSON values and dates. */
function isInput(value: unknown): value is object {
  if (typeof value !== "object" || value === null || value instanceof Date) return false;
  const prototype = Object.getPrototypeOf(value);
  return prototype !== null && prototype !== Object.prototype;
}
