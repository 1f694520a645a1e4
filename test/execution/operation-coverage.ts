import {
  type GraphQLSchema,
  getOperationAST,
  isIntrospectionType,
  isObjectType,
  Kind,
  parse,
  type SelectionSetNode,
  TypeInfo,
  visit,
  visitWithTypeInfo,
} from "graphql";
import type { GeneratedOperation } from "./operation-writer.js";

/** The fields of all types of objects that queries and mutations can reach, such as `Query.customers`. */
export function fieldsOf(schema: GraphQLSchema): string[] {
  return Object.values(schema.getTypeMap())
    .filter(isObjectType)
    .filter((type) => !isIntrospectionType(type) && type !== schema.getSubscriptionType())
    .flatMap((type) => Object.keys(type.getFields()).map((field) => `${type.name}.${field}`));
}

/** The fields that an operation selects. */
export function fieldsIn({ query }: GeneratedOperation, schema: GraphQLSchema): string[] {
  const fields: string[] = [];
  const types = new TypeInfo(schema);
  const noteField = ({ name }: { name: { value: string } }) => {
    fields.push(`${types.getParentType()?.name}.${name.value}`);
  };
  visit(parse(query), visitWithTypeInfo(types, { Field: noteField }));
  return fields;
}

interface Size {
  readonly depth: number;
  readonly fields: number;
}

/** The depth and the number of fields of an operation. A fragment counts at each place where it is spread. */
export function sizeOf({ query, operationName }: GeneratedOperation): Size {
  const document = parse(query);
  const fragments = new Map<string, SelectionSetNode>();
  for (const definition of document.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition.selectionSet);
  }

  function sizeWithin(set: SelectionSetNode | undefined): Size {
    const sizes = (set?.selections ?? []).map((selection): Size => {
      if (selection.kind === Kind.FRAGMENT_SPREAD) return sizeWithin(fragments.get(selection.name.value));
      const { depth, fields } = sizeWithin(selection.selectionSet);
      return selection.kind === Kind.FIELD ? { depth: depth + 1, fields: fields + 1 } : { depth, fields };
    });
    return {
      depth: Math.max(0, ...sizes.map(({ depth }) => depth)),
      fields: sizes.reduce((sum, { fields }) => sum + fields, 0),
    };
  }
  return sizeWithin(getOperationAST(document, operationName)?.selectionSet);
}
