import {
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLInputField,
  type GraphQLSchema,
  isInputObjectType,
  isInterfaceType,
  isObjectType,
} from "graphql";
import { type Access, accessOf } from "./access.js";
import type { ActorType } from "./actor-type.js";

/**
 * Adds a sentence about the required access to the description of each field, argument and input field that declares
 * access. The sentence is made from the declaration, so it cannot be out of date.
 */
export function describeAccess(schema: GraphQLSchema): void {
  for (const type of Object.values(schema.getTypeMap())) {
    if (isInputObjectType(type)) Object.values(type.getFields()).forEach(appendAccess);
    if (!isObjectType(type) && !isInterfaceType(type)) continue;
    for (const field of Object.values(type.getFields())) {
      appendAccess(field);
      field.args.forEach(appendAccess);
    }
  }
}

function appendAccess(element: GraphQLField<unknown, unknown> | GraphQLArgument | GraphQLInputField): void {
  const access = accessOf(element);
  if (access !== undefined) element.description = `${element.description ?? ""} ${accessSentence(access)}`.trim();
}

const accounts: Readonly<Record<ActorType, string>> = {
  USER: "a member of staff",
  CUSTOMER: "a customer",
  API_KEY: "an API key",
  SYSTEM: "the server",
};

function accessSentence({ scopes, orSelf, loginType, nodes, callerTypes }: Access): string {
  if (loginType !== undefined) return "Requires no authentication.";
  if (nodes !== undefined && scopes.length === 0) return "Requires the scope that reads objects of this type.";
  if (callerTypes !== undefined)
    return `Requires the token of ${callerTypes.map((type) => accounts[type]).join(" or ")}.`;
  if (scopes.length === 0) return orSelf ? "Requires authentication." : "Requires a member of staff or an API key.";
  const names = scopes.map((scope) => `\`${scope}\``).join(" and ");
  const required = `Requires ${scopes.length === 1 ? "scope" : "scopes"} ${names}.`;
  return orSelf ? `${required} Customers may use it for their own record.` : required;
}
