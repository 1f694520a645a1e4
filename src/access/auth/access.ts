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
  /** The access depends on the objects whose ids are in `argument`. */
  readonly nodes?: { readonly argument: string; readonly accessOfId: (id: string) => Access };
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

/** Requires the scopes of the objects whose ids are in an argument. */
export function RequiresNodeScopes(argument: string, accessOfId: (id: string) => Access): FieldDecorator {
  return declare({ scopes: [], orSelf: true, nodes: { argument, accessOfId } });
}

/** Requires no caller. For logins: `loginType` is the type of caller that logs in. */
export function PublicAccess(loginType: Caller["type"]): FieldDecorator {
  return declare({ scopes: [], orSelf: true, loginType });
}

function declare(access: Access): FieldDecorator {
  const { scopes, orSelf, loginType } = access;
  const directives = loginType === undefined ? { needs: { scopes, ...(orSelf && { orSelf }) } } : { open: {} };
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
    },
  }),
  new GraphQLDirective({
    name: "open",
    description: "Requires no authentication.",
    locations: [DirectiveLocation.FIELD_DEFINITION],
  }),
];
