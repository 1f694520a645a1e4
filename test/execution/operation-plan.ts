import type { GraphQLCompositeType, GraphQLField, GraphQLInputType, OperationTypeNode } from "graphql";

// An operation before it is written: a tree that is generated and shrunk in parts. The parts do not depend on each other.
// Writing the operation chooses response keys without conflicts, and declares fragments and variables.

/** A value in the format of variables. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json };

/** The content of a place for a value. Undefined if it is omitted. */
export type Input = null | boolean | number | string | undefined | Variable | readonly Input[] | InputFields;

export interface InputFields {
  readonly [name: string]: Input;
}

/** A variable with its declaration and its value. */
export class Variable {
  constructor(
    /** The place of the variable, for example `Query.customer.id: ID!`. */
    readonly place: string,
    readonly type: GraphQLInputType,
    readonly defaultValue: Input,
    /** Undefined if it is omitted. */
    readonly value: unknown,
    /** True if an existing variable of the same place can be used instead. */
    readonly isShareable: boolean,
  ) {}
}

export interface FieldPlan {
  readonly kind: "field";
  readonly field: GraphQLField<unknown, unknown>;
  /** It is replaced if it has a conflict with other fields. */
  readonly alias?: string | undefined;
  readonly args: InputFields;
  readonly directives: InputFields;
  /** Undefined for a field without a selection. */
  readonly selections?: readonly SelectionPlan[] | undefined;
  /** The selections of the field when it is selected a second time. */
  readonly again?: readonly SelectionPlan[] | undefined;
}

export interface FragmentPlan {
  readonly kind: "fragment";
  /** Undefined for an inline fragment without a type condition. */
  readonly on: GraphQLCompositeType | undefined;
  readonly directives: InputFields;
  readonly selections: readonly SelectionPlan[];
  /** Undefined for an inline fragment. Otherwise the index of the spread fragment among those that are valid here. 0 is a new one. */
  readonly named: number | undefined;
}

export type SelectionPlan = FieldPlan | FragmentPlan;

export interface OperationPlan {
  readonly kind: OperationTypeNode;
  readonly name: string | undefined;
  readonly selections: readonly SelectionPlan[];
  /** Another operation in the document, which is not run. */
  readonly other: OperationTypeNode | undefined;
}

/** The number of nested objects. */
export function plannedHeight(selections: readonly SelectionPlan[]): number {
  const heights = selections.map((plan) =>
    plan.kind === "field"
      ? 1 + Math.max(plannedHeight(plan.selections ?? []), plannedHeight(plan.again ?? []))
      : plannedHeight(plan.selections),
  );
  return Math.max(0, ...heights);
}
