import {
  type GraphQLCompositeType,
  type GraphQLOutputType,
  getNullableType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
} from "graphql";

/** A field as it is selected: what becomes a part of the answer, whatever fragments it stands in. */
export interface AnswerField {
  readonly key: string;
  readonly parent: GraphQLCompositeType;
  readonly type: GraphQLOutputType;
  /** Its name with its arguments. */
  readonly call: string;
  readonly fields: readonly AnswerField[];
}

/** How many fields there are, those inside of them included. */
export function countOf(fields: readonly AnswerField[]): number {
  return fields.reduce((count, field) => count + 1 + countOf(field.fields), 0);
}

/** How many objects lie inside each other. */
export function heightOf(fields: readonly AnswerField[]): number {
  return Math.max(0, ...fields.map((field) => 1 + heightOf(field.fields)));
}

/** What is selected of the object at a key. */
export function fieldsAt(key: string, fields: readonly AnswerField[]): AnswerField[] {
  return fields.filter((field) => field.key === key).flatMap((field) => field.fields);
}

/** The key that is wanted for a field, or one made of it, such that the field may stand beside others. */
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
 * Whether a field may stand beside those that are selected of the same object, not looking at what it holds itself. This is
 * a little stricter than GraphQL is: that the objects around them can never be the same one does not count.
 */
function goesWith(field: Omit<AnswerField, "fields">, others: readonly AnswerField[]): boolean {
  return others
    .filter(({ key }) => key === field.key)
    .every((other) => {
      const areApart = field.parent !== other.parent && isObjectType(field.parent) && isObjectType(other.parent);
      return (areApart || field.call === other.call) && haveSameShape(field.type, other.type);
    });
}

/** Whether fields with all they hold may stand beside others. */
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
