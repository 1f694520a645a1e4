import type { GraphQLCompositeType, GraphQLField, GraphQLInputType, OperationTypeNode } from "graphql";

// An operation before it is written: a tree that is made and shrunk piece by piece, without a thought for what its pieces
// mean to each other. Writing it finds response keys that go together, and declares fragments and variables.

/** A value as variables hold it. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json };

/** What stands where a value is expected; nothing does where it is undefined. */
export type Input = null | boolean | number | string | undefined | Variable | readonly Input[] | InputFields;

export interface InputFields {
  readonly [name: string]: Input;
}

/** A variable, from its declaration to what is given for it. */
export class Variable {
  constructor(
    /** Where it stands, such as `Query.customer.id: ID!`. */
    readonly place: string,
    readonly type: GraphQLInputType,
    readonly defaultValue: Input,
    /** Undefined where it is left out. */
    readonly value: unknown,
    /** Whether a variable of such a place that is there already does as well. */
    readonly isShareable: boolean,
  ) {}
}

export interface FieldPlan {
  readonly kind: "field";
  readonly field: GraphQLField<unknown, unknown>;
  /** Becomes another one where it would not go with the fields beside it. */
  readonly alias?: string | undefined;
  readonly args: InputFields;
  readonly directives: InputFields;
  /** Undefined for a field without any. */
  readonly selections?: readonly SelectionPlan[] | undefined;
  /** Where the field is selected a second time: its selections there. */
  readonly again?: readonly SelectionPlan[] | undefined;
}

export interface FragmentPlan {
  readonly kind: "fragment";
  /** Undefined for an inline fragment without a type condition. */
  readonly on: GraphQLCompositeType | undefined;
  readonly directives: InputFields;
  readonly selections: readonly SelectionPlan[];
  /** Undefined for an inline fragment. Otherwise which of the fragments that could stand here is spread, a new one at 0. */
  readonly named: number | undefined;
}

export type SelectionPlan = FieldPlan | FragmentPlan;

export interface OperationPlan {
  readonly kind: OperationTypeNode;
  readonly name: string | undefined;
  readonly selections: readonly SelectionPlan[];
  /** Another operation in the document, which is not the one to run. */
  readonly other: OperationTypeNode | undefined;
}

/** How many objects lie inside each other. */
export function plannedHeight(selections: readonly SelectionPlan[]): number {
  const heights = selections.map((plan) =>
    plan.kind === "field"
      ? 1 + Math.max(plannedHeight(plan.selections ?? []), plannedHeight(plan.again ?? []))
      : plannedHeight(plan.selections),
  );
  return Math.max(0, ...heights);
}
