import { badUserInput } from "../errors/request-errors.js";

type Path = readonly string[];

/** Operators for which null is a value: that of rows without one, and JSON's null. */
const takeNull = new Set(["eq", "ne", "equals"]);

/**
 * Refuses a filter that would match everything where it seems to ask for something.
 * @throws BAD_USER_INPUT for null anywhere but in `eq`, `ne` and JSON, and for a metadata condition that asks for nothing.
 */
export function checkFilterNulls(where: object | null | undefined): void {
  checkObject(where ?? {}, ["where"]);
}

function checkObject(filter: object, path: Path): void {
  for (const [name, value] of Object.entries(filter)) {
    if (value === null && !takeNull.has(name)) throw refused([...path, name], "must not be null");
    // JSON is a value of its own, whatever it holds.
    if (name !== "equals") checkValue(value, [...path, name]);
  }
}

function checkValue(value: unknown, path: Path): void {
  if (Array.isArray(value)) {
    for (const [index, element] of value.entries()) checkElement(element, [...path, String(index)]);
  } else if (typeof value === "object" && value !== null && !(value instanceof Date)) {
    checkObject(value, path);
  }
}

function checkElement(element: unknown, path: Path): void {
  if (element === null) throw refused(path, "must not be null");
  if (typeof element !== "object" || element === undefined) return;
  checkObject(element, path);
  if ("path" in element && !isGiven(element, "equals") && !isGiven(element, "exists")) {
    throw refused(path, "must have equals or exists");
  }
}

function isGiven(condition: object, name: string): boolean {
  return Object.entries(condition).some(([key, value]) => key === name && value !== undefined);
}

function refused(path: Path, rule: string) {
  return badUserInput(`${path.join(".")} ${rule}.`, { argumentPath: path });
}
