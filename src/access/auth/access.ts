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
 * Who may use a field, an argument or an input field is declared where it is, by one of the decorators below, and printed in
 * the schema. An argument that is null counts as left out: only its value is for those who may use it. A field without a declaration is open to whoever got as far as its object: the fields that lead to an object
 * carry the declaration, and a test finds those that forgot it.
 */

/** What a caller needs to use a field. */
export interface Access {
  /** All of these. A customer has none: whether they may, `orSelf` says alone. */
  readonly scopes: readonly Scope[];
  /** Whether a customer may use it, and then sees their own record alone. */
  readonly orSelf: boolean;
  /** Whether it needs no caller. What it gives is seen as such a caller, who may have no scope yet. */
  readonly loginType?: Caller["type"];
  /** What the objects need whose ids are the argument. */
  readonly nodes?: { readonly argument: string; readonly accessOf: (id: string) => Access };
}

type FieldDecorator = MethodDecorator & PropertyDecorator;

/** Needs a caller with all of these scopes; any caller of staff or with an API key, when there are none. */
export function RequiresScope(...scopes: Scope[]): FieldDecorator {
  return declare({ scopes, orSelf: false });
}

/** Needs a caller with all of these scopes, or the customer whose own record it is. */
export function RequiresScopeOrSelf(...scopes: Scope[]): FieldDecorator {
  return declare({ scopes, orSelf: true });
}

/** Needs whatever the objects need whose ids are given in an argument. */
export function RequiresNodeScopes(argument: string, accessOf: (id: string) => Access): FieldDecorator {
  return declare({ scopes: [], orSelf: true, nodes: { argument, accessOf } });
}

/** Needs no caller. Makes a caller of a type, as whom the fields below it are seen. */
export function PublicAccess(loginType: Caller["type"]): FieldDecorator {
  return declare({ scopes: [], orSelf: true, loginType });
}

function declare(access: Access): FieldDecorator {
  const { scopes, orSelf, loginType } = access;
  const directives = loginType === undefined ? { needs: { scopes, ...(orSelf && { orSelf }) } } : { open: {} };
  return Extensions({ access, directives });
}

/** What a field or an input field declares. */
export function accessOf({ extensions }: { extensions: Readonly<Record<string, unknown>> }): Access | undefined {
  return extensions.access as Access | undefined;
}

/** The directives that show in the schema who may use what. */
export const accessDirectives = [
  new GraphQLDirective({
    name: "needs",
    description:
      "For members of staff and API keys that hold all of these scopes, and for customers where `orSelf` says so. From anybody else the whole operation is `FORBIDDEN`, before anything runs.",
    locations: [
      DirectiveLocation.FIELD_DEFINITION,
      DirectiveLocation.ARGUMENT_DEFINITION,
      DirectiveLocation.INPUT_FIELD_DEFINITION,
    ],
    args: {
      scopes: {
        type: new GraphQLNonNull(new GraphQLList(new GraphQLNonNull(GraphQLString))),
        description: "Values of `Scope`; with none, every member of staff and every API key may use it.",
      },
      orSelf: {
        type: new GraphQLNonNull(GraphQLBoolean),
        defaultValue: false,
        description: "Whether a customer may use it as well, for their own record alone.",
      },
    },
  }),
  new GraphQLDirective({
    name: "open",
    description: "Needs no caller.",
    locations: [DirectiveLocation.FIELD_DEFINITION],
  }),
];
