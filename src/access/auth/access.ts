import {
  DirectiveLocation,
  GraphQLBoolean,
  GraphQLDirective,
  GraphQLList,
  GraphQLNonNull,
  GraphQLString,
} from "graphql";
import { Extensions } from "type-graphql";
import type { Caller } from "./caller.js";
import type { Scope } from "./scope.type.js";

/*
 * Fields, arguments and input fields declare the access they require with one of the decorators below. The schema prints
 * the declaration. An argument that is null counts as not given, so it requires nothing. A field without a declaration is
 * open to each caller who may read its object. The fields that return an object have a declaration; a test finds those where
 * it is missing.
 */

/** The access that a field, argument or input field requires. */
export interface Access {
  /** The caller needs all of these scopes. A customer has no scopes; for customers only `orSelf` counts. */
  readonly scopes: readonly Scope[];
  /** True if customers may use it too, for their own record only. */
  readonly orSelf: boolean;
  /**
   * Set on logins, which need no caller: the type of caller that logs in. The fields of the payload are checked for such a
   * caller, without scopes.
   */
  readonly loginType?: Caller["type"];
  /** If set, only callers of these types have access. */
  readonly callerTypes?: readonly Caller["type"][];
  /** The access also depends on the values of `argument`, such as the keys of objects. */
  readonly nodes?: { readonly argument: string; readonly accessOfKey: (key: unknown) => Access };
}

type FieldDecorator = MethodDecorator & PropertyDecorator;

/** Requires all of these scopes. Without scopes, any member of staff and any API key has access. */
export function RequiresScope(...scopes: Scope[]): FieldDecorator {
  return declare({ scopes, orSelf: false });
}

/** Requires all of these scopes, or the customer who owns the record. */
export function RequiresScopeOrSelf(...scopes: Scope[]): FieldDecorator {
  return declare({ scopes, orSelf: true });
}

/** Requires a user or a customer, not an API key. For what people do with their own account. */
export function RequiresAccount(...callerTypes: ("USER" | "CUSTOMER")[]): FieldDecorator {
  return declare({ scopes: [], orSelf: callerTypes.includes("CUSTOMER"), callerTypes });
}

/** Requires the scopes of the objects whose keys, such as ids, are in an argument. */
export function RequiresNodeScopes(argument: string, accessOfKey: (key: unknown) => Access): FieldDecorator {
  return declare({ scopes: [], orSelf: true, nodes: { argument, accessOfKey } });
}

/** Requires all of these scopes, and those of the values of an argument. */
export function RequiresScopeAndValues(
  scopes: readonly Scope[],
  argument: string,
  accessOfKey: (value: unknown) => Access,
): FieldDecorator {
  return declare({ scopes, orSelf: false, nodes: { argument, accessOfKey } });
}

/** Requires no caller. For logins: `loginType` is the type of caller that logs in. */
export function PublicAccess(loginType: Caller["type"]): FieldDecorator {
  return declare({ scopes: [], orSelf: true, loginType });
}

function declare(access: Access): FieldDecorator {
  const { scopes, orSelf, loginType, callerTypes } = access;
  const needs = { scopes, ...(orSelf && { orSelf }), ...(callerTypes && { callers: callerTypes }) };
  const directives = loginType === undefined ? { needs } : { open: {} };
  return Extensions({ access, directives });
}

/** Returns the access that a field, argument or input field declares. */
export function accessOf({ extensions }: { extensions: Readonly<Record<string, unknown>> }): Access | undefined {
  return extensions.access as Access | undefined;
}

/** The directives that print the declared access in the schema. */
export const accessDirectives = [
  new GraphQLDirective({
    name: "needs",
    description:
      "Requires a member of staff or an API key with all of these scopes, or a customer if `orSelf` is true. For other callers the whole operation is `FORBIDDEN` before any field runs.",
    locations: [
      DirectiveLocation.FIELD_DEFINITION,
      DirectiveLocation.ARGUMENT_DEFINITION,
      DirectiveLocation.INPUT_FIELD_DEFINITION,
    ],
    args: {
      scopes: {
        type: new GraphQLNonNull(new GraphQLList(new GraphQLNonNull(GraphQLString))),
        description: "Values of `Scope`. With an empty list, every member of staff and every API key has access.",
      },
      orSelf: {
        type: new GraphQLNonNull(GraphQLBoolean),
        defaultValue: false,
        description: "True if customers may use it too, for their own record only.",
      },
      callers: {
        type: new GraphQLList(new GraphQLNonNull(GraphQLString)),
        description: "Values of `ActorType`. Only callers of these types have access. Default: all types.",
      },
    },
  }),
  new GraphQLDirective({
    name: "open",
    description: "Requires no authentication.",
    locations: [DirectiveLocation.FIELD_DEFINITION],
  }),
];
