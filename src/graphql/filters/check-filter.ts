import {
  type GraphQLInputObjectType,
  type GraphQLInputType,
  type GraphQLObjectType,
  GraphQLString,
  getNullableType,
  isInputObjectType,
  isListType,
} from "graphql";
import { badArgument } from "../errors/request-errors.js";
import type { Path } from "../errors/user-error-collector.js";
import { holdsInexactNumber, isStorableJson, jsonBytes, jsonLevels } from "../input/json-size.js";
import { Json } from "../json/json.scalar.js";
import { isStorableText } from "../node/ids.js";

/** The part of a resolver's `info` that identifies the field. */
export interface FieldInfo {
  readonly fieldName: string;
  readonly parentType: GraphQLObjectType;
}

/** Operators that accept null: it means no value, or JSON null. */
const operatorsAcceptingNull = new Set(["eq", "ne", "equals"]);

const maxLevels = 8;
const maxConditions = 100;
const maxListLength = 10_000;
const maxJsonLevels = 100;
const maxJsonBytes = 65_536;
const maxPathLength = 10;

/**
 * Rejects a filter that is too large, that contains null where null would match everything, or that contains values that no
 * row can have. An id that no row can have is allowed: it matches nothing.
 * @param info of the field that has the filter as its argument `where`.
 * @throws BAD_USER_INPUT with the path of the value.
 */
export function checkFilter(where: object | null | undefined, info: FieldInfo): void {
  if (!where) return;
  checkFilterSize(where);
  checkValue(where, typeOfWhere(info), ["where"]);
}

function typeOfWhere({ fieldName, parentType }: FieldInfo): GraphQLInputType {
  const where = parentType.getFields()[fieldName]?.args.find(({ name }) => name === "where");
  if (where === undefined) throw new Error(`${parentType.name}.${fieldName} has no argument "where".`);
  return where.type;
}

function checkValue(value: unknown, type: GraphQLInputType, path: Path): void {
  const nullable = getNullableType(type);
  if (value === undefined) return;
  // JSON may be null.
  if (nullable === Json) checkJson(value, path);
  else if (value === null) return;
  else if (isListType(nullable)) {
    for (const [index, element] of (value as unknown[]).entries()) {
      checkValue(element, nullable.ofType, [...path, String(index)]);
    }
  } else if (isInputObjectType(nullable)) checkObject(value as object, nullable, path);
  else if (nullable === GraphQLString) checkText(value as string, path);
}

function checkObject(filter: object, type: GraphQLInputObjectType, path: Path): void {
  const fields = type.getFields();
  for (const [name, value] of Object.entries(filter)) {
    const field = fields[name];
    if (field === undefined) throw new Error(`${type.name}.${name} is no field of the schema.`);
    const valuePath = [...path, name];
    if (value === null && !operatorsAcceptingNull.has(name)) throw badArgument(valuePath, "must not be null");
    checkValue(value, field.type, valuePath);
  }
  if (type.name === "MetadataFilter") checkMetadataFilter(filter, path);
}

function checkMetadataFilter(
  filter: { path?: readonly string[]; equals?: unknown; exists?: unknown },
  path: Path,
): void {
  if (filter.equals === undefined && filter.exists === undefined) throw badArgument(path, "must have equals or exists");
  const length = filter.path?.length ?? 0;
  if (length === 0 || length > maxPathLength) {
    throw badArgument([...path, "path"], `must have 1 to ${maxPathLength} names, got ${length}`);
  }
}

function checkJson(value: unknown, path: Path): void {
  if (holdsInexactNumber(value)) {
    throw badArgument(path, "must hold only numbers that a double holds to the last digit: send any other as a string");
  }
  if (!isStorableJson(value) || jsonBytes(value) > maxJsonBytes) {
    throw badArgument(path, "must be JSON of at most 64 KiB without NUL");
  }
}

function checkText(text: string, path: Path): void {
  if (!isStorableText(text)) throw badArgument(path, "must not hold NUL or half a surrogate pair");
}

/**
 * Rejects a filter that is too large, before it is converted to SQL.
 * @throws BAD_USER_INPUT for more than 8 levels, 100 conditions, 10,000 elements in a list or 100 levels of JSON.
 */
function checkFilterSize(where: object): void {
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
