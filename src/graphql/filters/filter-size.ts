import { badArgument } from "../errors/request-errors.js";
import type { Path } from "../errors/user-error-collector.js";
import { jsonLevels } from "../input/json-size.js";

const maxLevels = 8;
const maxConditions = 100;
const maxListLength = 10_000;
const maxJsonLevels = 100;

/**
 * Rejects a filter that is too large, before it is converted to SQL.
 * @throws BAD_USER_INPUT for more than 8 levels, 100 conditions, 10,000 elements in a list or 100 levels of JSON.
 */
export function checkFilterSize(where: object): void {
  const path = ["where"];
  const conditions = conditionsIn(where, 0, path);
  if (conditions > maxConditions) {
    throw badArgument(path, `must have at most ${maxConditions} conditions, got ${conditions}`);
  }
}

function conditionsIn(filter: object | null | undefined, level: number, path: Path): number {
  if (level > maxLevels) throw badArgument(["where"], `must nest at most ${maxLevels} levels`);
  const counts = Object.entries(filter ?? {}).map(([name, member]) => {
    const memberPath = [...path, name];
    if (name === "and" || name === "or") {
      const inner: readonly object[] = member ?? [];
      return sum(inner.map((element, index) => nestedIn(element, level, [...memberPath, String(index)])));
    }
    if (["not", "some", "none", "every"].includes(name)) return nestedIn(member, level, memberPath);
    return conditionsOn(member, level, memberPath);
  });
  return sum(counts);
}

/** A nested empty filter counts as one condition, because many of them make a long statement. */
function nestedIn(filter: object | null, level: number, path: Path): number {
  return Math.max(1, conditionsIn(filter, level + 1, path));
}

function conditionsOn(field: unknown, level: number, path: Path): number {
  if (Array.isArray(field)) return metadataConditions(field, path);
  if (typeof field !== "object" || field === null) return 1;
  if ("some" in field || "none" in field || "every" in field) return 1 + conditionsIn(field, level, path);
  for (const [operator, operand] of Object.entries(field)) {
    if (Array.isArray(operand) && operand.length > maxListLength) {
      throw badArgument([...path, operator], `must have at most ${maxListLength} elements, got ${operand.length}`);
    }
  }
  return Object.keys(field).length;
}

function metadataConditions(filters: readonly { equals?: unknown }[], path: Path): number {
  for (const [index, { equals }] of filters.entries()) {
    if (jsonLevels(equals) > maxJsonLevels) {
      throw badArgument([...path, String(index), "equals"], `must be JSON of at most ${maxJsonLevels} levels`);
    }
  }
  return filters.length;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
