import { badUserInput } from "../errors/request-errors.js";
import { holdsInexactNumber, isStorableJson, jsonBytes } from "../input/json-size.js";

type Path = readonly string[];

/** Operators for which null is a value: that of rows without one, and JSON's null. */
const takeNull = new Set(["eq", "ne", "equals"]);

const maxJsonBytes = 65_536;

/**
 * Refuses a filter that would match everything where it seems to ask for something, and JSON that no metadata holds.
 * @throws BAD_USER_INPUT for null anywhere but in `eq`, `ne` and JSON, for a metadata condition that asks for nothing, and for
 * JSON with numbers that a double does not hold, NUL or more than 64 KiB.
 */
export function checkFilterValues(where: object | null | undefined): void {
  checkObject(where ?? {}, ["where"]);
}

function checkObject(filter: object, path: Path): void {
  for (const [name, value] of Object.entries(filter)) {
    if (value === null && !takeNull.has(name)) throw refused([...path, name], "must not be null");
    if (name === "equals") checkJson(value, [...path, name]);
    else checkValue(value, [...path, name]);
  }
}

/** JSON is a value of its own: it may hold null. */
function checkJson(value: unknown, path: Path): void {
  if (value === undefined) return;
  if (holdsInexactNumber(value)) {
    throw refused(path, "must hold only numbers that a double holds to the last digit: send any other as a string");
  }
  if (!isStorableJson(value) || jsonBytes(value) > maxJsonBytes) {
    throw refused(path, "must be JSON of at most 64 KiB without NUL");
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
