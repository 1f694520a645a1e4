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
import { holdsInexactNumber, isStorableJson, jsonBytes } from "../input/json-size.js";
import { Json } from "../json/json.scalar.js";
import { isStorableText } from "../node/ids.js";
import { checkFilterSize } from "./filter-size.js";

/** The part of a resolver's `info` that identifies the field. */
export interface FieldInfo {
  readonly fieldName: string;
  readonly parentType: GraphQLObjectType;
}

/** Operators that accept null: it means no value, or JSON null. */
const operatorsAcceptingNull = new Set(["eq", "ne", "equals"]);

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
