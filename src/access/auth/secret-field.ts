import { type DocumentNode, type GraphQLSchema, TypeInfo, visit, visitWithTypeInfo } from "graphql";
import { Extensions } from "type-graphql";

/** Declares that a field shows a secret, such as a token. Responses that contain one are not stored. */
export function ShowsSecret(): PropertyDecorator {
  return Extensions({ showsSecret: true });
}

/** True if a field declares that it shows a secret. */
export function isSecretField({ extensions }: { readonly extensions: Readonly<Record<string, unknown>> }): boolean {
  return extensions.showsSecret === true;
}

/** True if a document selects a field that shows a secret, directly or in a fragment. */
export function selectsSecret(schema: GraphQLSchema, document: DocumentNode): boolean {
  const typeInfo = new TypeInfo(schema);
  let isFound = false;
  const enter = () => {
    const field = typeInfo.getFieldDef();
    if (field && isSecretField(field)) isFound = true;
  };
  visit(document, visitWithTypeInfo(typeInfo, { Field: { enter } }));
  return isFound;
}
