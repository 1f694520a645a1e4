import {
  type GraphQLCompositeType,
  type GraphQLOutputType,
  getNullableType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
} from "graphql";

/** A selected field, without the fragments around it. */
export interface AnswerField {
  readonly key: string;
  readonly parent: GraphQLCompositeType;
  readonly type: GraphQLOutputType;
  /** Its name with its arguments. */
  readonly call: string;
  readonly fields: readonly AnswerField[];
}

/** The number of fields, including nested fields. */
export function countOf(fields: readonly AnswerField[]): number {
  return fields.reduce((count, field) => count + 1 + countOf(field.fields), 0);
}

/** The number of nested objects. */
export function heightOf(fields: readonly AnswerField[]): number {
  return Math.max(0, ...fields.map((field) => 1 + heightOf(field.fields)));
}

/** The selection of the object at a key. */
export function fieldsAt(key: string, fields: readonly AnswerField[]): AnswerField[] {
  return fields.filter((field) => field.key === key).flatMap((field) => field.fields);
}

/** Returns the wanted key for a field, or a similar key without a conflict with other fields. */
export function freeKey(
  wanted: string,
  field: Pick<AnswerField, "parent" | "type" | "call">,
  others: readonly AnswerField[],
): string {
  for (let number = 1; ; number += 1) {
    const key = number === 1 ? wanted : `${wanted}${number}`;
    if (goesWith({ key, ...field }, others)) return key;
  }
}

/**
 * True if a field has no conflict with the selected fields of the same object, without its nested fields. This is a little
 * stricter than GraphQL, which allows conflicts between objects that can never be the same.
 */
function goesWith(field: Omit<AnswerField, "fields">, others: readonly AnswerField[]): boolean {
  return others
    .filter(({ key }) => key === field.key)
    .every((other) => {
      const areApart = field.parent !== other.parent && isObjectType(field.parent) && isObjectType(other.parent);
      return (areApart || field.call === other.call) && haveSameShape(field.type, other.type);
    });
}

/** True if fields and their nested fields have no conflict with other fields. */
export function allGoWith(fields: readonly AnswerField[], others: readonly AnswerField[]): boolean {
  return fields.every((field) => goesWith(field, others) && allGoWith(field.fields, fieldsAt(field.key, others)));
}

function haveSameShape(one: GraphQLOutputType, other: GraphQLOutputType): boolean {
  if (isNonNullType(one) !== isNonNullType(other)) return false;
  const [nullable, otherNullable] = [getNullableType(one), getNullableType(other)];
  if (isListType(nullable) && isListType(otherNullable)) return haveSameShape(nullable.ofType, otherNullable.ofType);
  if (isListType(nullable) || isListType(otherNullable)) return false;
  return nullable === otherNullable || !(isLeafType(nullable) || isLeafType(otherNullable));
}
