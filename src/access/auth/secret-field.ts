import { type DocumentNode, type GraphQLSchema, TypeInfo, visit, visitWithTypeInfo } from "graphql";
import { Extensions } from "type-graphql";

/** Declares that a field shows a secret, such as a token: answers that hold one are not stored anywhere. */
export function ShowsSecret(): PropertyDecorator {
  return Extensions({ showsSecret: true });
}

/** Whether a field declares that it shows a secret. */
export function isSecretField({ extensions }: { readonly extensions: Readonly<Record<string, unknown>> }): boolean {
  return extensions.showsSecret === true;
}

/** Whether a document asks for a field that shows a secret, in whatever way. */
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
